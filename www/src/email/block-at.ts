/** Which block of an email somebody points at: comments in what is rendered say where each begins and ends. */

const BEGIN = /^block (blocks\[\d+\](?:\.(?:columns|blocks)\[\d+\])*)$/;
const END = "/block";

/** The place of the innermost block that has a node of the preview, such as `blocks.2`; null for none. */
export function blockAt(target: Node): string | null {
  for (let node: Node | null = target; node !== null; node = node.parentNode) {
    const place = openBefore(node);
    if (place !== null) return place.replace(/\[(\d+)\]/g, ".$1");
  }
  return null;
}

/** The block that begins before a node, beside it, and hasn't ended there. */
function openBefore(node: Node): string | null {
  let ended = 0;
  for (let one = node.previousSibling; one !== null; one = one.previousSibling) {
    if (one.nodeType !== Node.COMMENT_NODE) continue;
    const said = one.nodeValue ?? "";
    if (said === END) ended += 1;
    const begun = BEGIN.exec(said)?.[1];
    if (begun === undefined) continue;
    if (ended === 0) return begun;
    ended -= 1;
  }
  return null;
}
