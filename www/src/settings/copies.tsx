/** Whether what Edgewise decides about customers reaches the store: unsubscribes, tags, points and tiers. */
import { Notice } from "../components/notice.tsx";
import { copiesWords as words } from "../strings/copies.ts";
import type { StoreConnection } from "./server.ts";
import ui from "../components/ui.module.css";

export function Copies({ copies: { trouble, waiting } }: Pick<StoreConnection, "copies">) {
  if (trouble !== null) {
    return <Notice tone="failed" title={words.trouble} text={trouble.message} />;
  }
  return waiting === 0 ? null : <p class={ui.quiet}>{words.waiting(waiting)}</p>;
}
