/** The fields of a form that a browser sent, as text that can be put anywhere: trimmed, and without controls. */
import { readBody } from "../body.ts";
import { Problem } from "../problem.ts";

/** The largest form, in bytes. */
const LARGEST = 16 * 1024;
const MOST_FIELDS = 200;

export class Fields {
  readonly #values = new Map<string, string[]>();

  constructor(values: Iterable<[string, string]>) {
    for (const [name, value] of values) {
      const known = this.#values.get(name) ?? [];
      this.#values.set(name, [...known, plain(value)]);
    }
  }

  /** A field's value; "" where it wasn't sent. Of one that was sent twice, the first counts. */
  one(name: string): string {
    return this.#values.get(name)?.[0] ?? "";
  }

  all(name: string): string[] {
    return this.#values.get(name) ?? [];
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }
}

/**
 * Reads a form.
 *
 * @throws Problem 415 for what a form doesn't send, 400 for too many fields, and what `readBody` refuses
 */
export async function readFields(request: Request): Promise<Fields> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) {
    const expected = "Send the form as application/x-www-form-urlencoded.";
    throw new Problem(415, "form-expected", expected);
  }
  const body = await readBody(request, LARGEST, { sender: "visitor" });
  const fields = [...new URLSearchParams(new TextDecoder().decode(body))];
  if (fields.length > MOST_FIELDS) {
    const message = `A form may have at most ${MOST_FIELDS} fields; this one has ${fields.length}.`;
    throw new Problem(400, "too-many-fields", message);
  }
  return new Fields(fields);
}

/** Controls, and what turns the direction of what stands behind it, can't be meant in a form. */
const plain = (value: string): string =>
  value
    .normalize("NFC")
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffd]+/gu, " ")
    .trim();
