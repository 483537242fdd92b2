/** What a message can speak of: the engine's merge fields, each with what it says for an example. */

export interface MergeField {
  /** As Liquid names it, with the filter that prints it. */
  liquid: string;
  /** As people read it: “Cart: first item’s title”. */
  text: string;
  /** What it is about: `customer`, `cart`. */
  group: string;
  example: string;
}

/** The merge fields in the sample that the engine makes, each once; of lists, those of the first item. */
export function mergeFields(sample: Record<string, unknown>): MergeField[] {
  const found: MergeField[] = [];
  const walk = (value: unknown, path: string, said: string[]): void => {
    if (isMoney(value)) {
      found.push(field(path, said, "money", "…"));
      return;
    }
    if (Array.isArray(value)) {
      if (typeof value[0] === "object") walk(value[0], `${path}[0]`, [...said, "first"]);
      else found.push(field(path, said, 'join: ", "', value.join(", ")));
      return;
    }
    if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        walk(inner, path === "" ? key : `${path}.${key}`, [...said, key.replaceAll("_", " ")]);
      }
      return;
    }
    const filter = /_at$/.test(path) ? "date" : null;
    found.push(field(path, said, filter, String(value ?? "")));
  };
  walk(sample, "", []);
  return found;
}

function field(path: string, said: string[], filter: string | null, example: string): MergeField {
  const [group = "", ...rest] = said;
  const name = rest.join(" ");
  return {
    liquid: `{{ ${path}${filter === null ? "" : ` | ${filter}`} }}`,
    text: name === "" ? sentence(group) : sentence(name),
    group: sentence(group),
    example,
  };
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const isMoney = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "minor" in value && "currency" in value;
