/** The email among what was sent. */
import type { OutboxItem } from "edgewise-edge/contract.ts";

type Email = Extract<NonNullable<OutboxItem["content"]>, { html: string }>;

/** The email that an item is, once it was made; null for all else. */
export const emailOf = ({ content }: Pick<OutboxItem, "content">): Email | null =>
  content !== null && "html" in content ? content : null;
