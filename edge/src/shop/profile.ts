/**
 * A customer's name for a list. The state is the engine's own text and may change its form, so this
 * looks in the one place that is meant to be shown and is content with nothing.
 */
import type { Engine } from "edgewise";
import type { Person } from "../contract/outbox.ts";
import type { Of } from "../contract/schema.ts";
import { shownAddress } from "../channel/address.ts";
import { jsonOf } from "./customer.ts";

type Profile = Of<typeof Person>;

/** The name and email address in a state; each value stands there as `[value, at, confirmed]`. */
export function profileIn(engine: Pick<Engine, "unpacked">, state: Uint8Array): Profile {
  const known = knownIn(engine, state);
  const name = [known("first_name"), known("last_name")].filter((part) => part !== null).join(" ");
  const email = known("email");
  return { name: name || null, email: email && shownAddress(email) };
}

/** The telephone number in a state, as it was received. */
export const phoneIn = (engine: Pick<Engine, "unpacked">, state: Uint8Array): string | null =>
  knownIn(engine, state)("phone");

function knownIn(
  engine: Pick<Engine, "unpacked">,
  state: Uint8Array,
): (field: string) => string | null {
  if (state.length === 0) return () => null;
  const profile = (JSON.parse(jsonOf(engine, state)) as Stored).customer?.profile;
  return (field) => {
    const value = profile?.[field]?.[0];
    return typeof value === "string" ? value : null;
  };
}

interface Stored {
  customer?: { profile?: Record<string, unknown[] | null> };
}
