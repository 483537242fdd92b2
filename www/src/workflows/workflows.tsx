/** Workflows: all of them, or the one that the address names. */
import { useEffect } from "preact/hooks";
import { chosen } from "../plan/draft.ts";
import { takeCustomer } from "../preview/person-card.tsx";
import { follow } from "../preview/run.ts";
import { startUsual } from "../preview/story.ts";
import { place } from "../route.ts";
import { api, shop } from "../server/session.ts";
import { Builder } from "./builder.tsx";
import { openNode } from "./state.ts";
import { List } from "./list.tsx";

let following = false;

export default function Workflows() {
  const { id, query } = place.value;
  const who = query.get("customer");
  useEffect(() => {
    if (id === null) return;
    if (chosen.peek() !== id || !following) {
      chosen.value = id;
      openNode.value = null;
      startUsual(id);
    }
    // The dry run follows from the first workflow that is opened on.
    if (!following) follow();
    following = true;
  }, [id]);
  // A link may bring somebody along: "what would this workflow do for them?"
  const signedIn = api.value !== null && shop.value !== null;
  useEffect(() => {
    if (who !== null && signedIn) takeCustomer(who).catch(() => {});
  }, [who, signedIn, id]);
  return id === null ? <List /> : <Builder key={id} id={id} />;
}
