/** The segments that ship, read from their files when the page is built. */
import { LOCALE } from "../text/locale.ts";

export interface Shipped {
  id: string;
  name: string;
  description?: string;
  condition: object;
}

const files = import.meta.glob<Shipped & { $schema?: string }>("../../../pkg/segments/*.json", {
  import: "default",
  eager: true,
});

export const GALLERY: readonly Shipped[] = Object.values(files)
  .map(({ $schema: _, ...segment }) => segment)
  .sort((a, b) => a.name.localeCompare(b.name, LOCALE));
