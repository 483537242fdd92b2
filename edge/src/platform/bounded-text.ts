/** What a platform answers, as far as anybody should read it: a store can send what it likes. */
import { Buffer } from "node:buffer";

export class TooLarge extends Error {}

/** The text of an answer. @throws {TooLarge} beyond so many bytes, without reading on */
export async function textOf(response: Response, largest: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > largest) throw new TooLarge("the answer is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
