/** The fenced blocks of a document, and whether an answer is what a document shows. */
import assert from "node:assert/strict";

/**
 * Every fenced block in order, with the text before it.
 *
 * @returns {{language: string, text: string, before: string}[]}
 */
export function blocksOf(document) {
  const blocks = [];
  let end = 0;
  for (const found of document.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)) {
    const before = document.slice(end, found.index);
    blocks.push({ language: found[1], text: found[2], before });
    end = found.index + found[0].length;
  }
  return blocks;
}

/**
 * Fails unless `answer` has everything that `shown` has. A text with “…” stands for any text that has
 * what is around it, an item of a list for at least one such item, and a number for any number.
 */
export function assertShows(answer, shown, path = "") {
  const place = `${path || "the answer"}: ${JSON.stringify(answer)?.slice(0, 400)}`;
  if (Array.isArray(shown)) {
    assert.ok(Array.isArray(answer), place);
    if (shown.length === 0) assert.deepEqual(answer, [], place);
    for (const [index, item] of shown.entries()) {
      assert.ok(index < answer.length, place);
      assertShows(answer[index], item, `${path}[${index}]`);
    }
  } else if (typeof shown === "object" && shown !== null) {
    assert.ok(typeof answer === "object" && answer !== null, place);
    for (const [name, value] of Object.entries(shown)) {
      assert.ok(name in answer, `${place} has no ${name}`);
      assertShows(answer[name], value, `${path}.${name}`);
    }
  } else if (typeof shown === "string" && shown.includes("…")) {
    const pattern = shown.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    assert.match(answer, new RegExp(`^${pattern.join(".+")}$`, "s"), place);
  } else if (typeof shown === "number") {
    assert.equal(typeof answer, "number", place);
  } else {
    assert.equal(answer, shown, place);
  }
}
