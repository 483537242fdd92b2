/**
 * A message's HTML shown with its own styles and pictures, to whoever wrote it.
 *
 * It's built inside of a page that the server sends under a policy of its own (`message.html`): styles and
 * pictures are allowed there and nothing else is, and the frame around it runs no scripts.
 */

/** Builds `html` inside the frame, once its page is there. */
export function showWhole(frame: HTMLIFrameElement, html: string, pictures: boolean): void {
  const target = frame.contentDocument;
  if (target === null) return;
  // Set there, so that the frame's policy judges the styles and not this page's.
  target.documentElement.innerHTML = html;
  for (const node of target.querySelectorAll(
    "meta[http-equiv], base, link, iframe, object, form",
  )) {
    if (node.localName === "form") node.replaceWith(...node.childNodes);
    else node.remove();
  }
  for (const link of target.querySelectorAll("a[href], area[href]")) {
    // A preview leads nowhere.
    link.setAttribute("title", link.getAttribute("href") ?? "");
    link.removeAttribute("href");
  }
  if (pictures) return;
  for (const picture of target.querySelectorAll("img")) {
    picture.removeAttribute("src");
    picture.removeAttribute("srcset");
  }
}
