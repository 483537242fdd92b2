/** The segments that ship, read from their files when the page is built. */
import type { Segment } from "edgewise";
import { LOCALE } from "../text/locale.ts";

export type Shipped = Segment;

const files = import.meta.glob<Shipped & { $schema?: string }>("../../../pkg/segments/*.json", {
  import: "default",
  eager: true,
});

export const GALLERY: readonly Shipped[] = Object.values(files)
  .map(({ $schema: _, ...segment }) => segment)
  .sort((a, b) => a.name.localeCompare(b.name, LOCALE));
