/** Ways out that the page can take itself, by what was found. */
import type { Diagnostic } from "edgewise";
import type { ConfigText } from "../engine/config-text.ts";
import type { words } from "../strings/publish.ts";

export interface Fix {
  name: keyof (typeof words)["fixes"];
  apply(config: ConfigText): void;
}

type Json = Record<string | number, unknown>;

/** The fix for a finding, or null where only the merchant can decide. */
export function fixFor({ code, path }: Diagnostic): Fix | null {
  const make = FIXES[code];
  return make === undefined ? null : make(keysOf(path));
}

const FIXES: Record<string, (keys: (string | number)[]) => Fix> = {
  "no-exit-on-order": (keys) => ({
    name: "exit-on-order",
    apply: (config) => {
      const workflow = at(config, keys);
      const exits = Array.isArray(workflow?.exit_on) ? workflow.exit_on : [];
      if (workflow !== null) workflow.exit_on = [...exits, "order_placed"];
    },
  }),
  "unreachable-step": removeStep,
  "wait-for-nothing": removeStep,
  "any-of-negatives": (keys) => ({
    name: "all-of",
    apply: (config) => {
      const group = at(config, keys);
      if (group !== null) group.type = "all";
    },
  }),
  "sms-without-cap": () => ({
    name: "sms-cap",
    apply: (config) => {
      const policy = (config.policy ?? {}) as { frequency_caps?: unknown[] };
      const caps = Array.isArray(policy.frequency_caps) ? policy.frequency_caps : [];
      const cap = { channel: "sms", at_most: 4, per: { amount: 30, unit: "days" } };
      config.policy = { ...policy, frequency_caps: [...caps, cap] };
    },
  }),
  "transactional-without-cause": asMarketing,
  "offer-in-transactional": asMarketing,
  "wait-in-the-past": (keys) => ({
    name: "wait-for",
    apply: (config) => {
      const step = at(config, keys);
      if (step === null) return;
      const { after_trigger: span } = (step.until ?? {}) as { after_trigger?: unknown };
      delete step.until;
      step.for = span ?? { amount: 1, unit: "days" };
    },
  }),
};

function removeStep(keys: (string | number)[]): Fix {
  return {
    name: "remove-step",
    apply: (config) => {
      const list = at(config, keys.slice(0, -1)) as unknown as unknown[] | null;
      list?.splice(Number(keys.at(-1)), 1);
    },
  };
}

function asMarketing(keys: (string | number)[]): Fix {
  return {
    name: "marketing",
    apply: (config) => {
      const step = at(config, keys.at(-1) === "kind" ? keys.slice(0, -1) : keys);
      if (step !== null) step.kind = "marketing";
    },
  };
}

/** `workflows[0].steps[1].kind` as keys. */
const keysOf = (path: string): (string | number)[] =>
  [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? (name ?? "") : Number(index),
  );

function at(config: ConfigText, keys: (string | number)[]): Json | null {
  let here: unknown = config;
  for (const key of keys) {
    if (typeof here !== "object" || here === null) return null;
    here = (here as Json)[key];
  }
  return typeof here === "object" && here !== null ? (here as Json) : null;
}
