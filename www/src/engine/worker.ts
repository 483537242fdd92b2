/**
 * The engine in a thread of its own: the same wasm that decides at the edge, loaded once.
 *
 * A question comes as a message with a number, the answer goes back with the same number. Nothing is
 * kept between questions but compiled plans, which the engine package owns.
 */
import { type Diagnostic, type Engine, openComposer, openEngine } from "edgewise";
import { checkMessages, type MailConfig } from "edgewise/message.js";
import wasm from "edgewise/wasm/browser/edgewise_bg.wasm?url";
import composerWasm from "edgewise/wasm/compose/edgewise_bg.wasm?url";
import { renderMessages, renderSamples } from "./render.ts";
import type {
  Calls,
  PreviewAnswer,
  PreviewRequest,
  Question,
  Reply,
  WhyNotRequest,
} from "./protocol.ts";
import { asOf, replay } from "./replay.ts";

const engine = openEngine(wasm);

/** What makes emails of blocks is loaded with the first email that is made of them. */
let composer: Promise<void> | null = null;

async function engineFor({ given }: Question): Promise<Engine> {
  const opened = await engine;
  const asksForDesigns = JSON.stringify(given ?? null).includes('\\"design\\"');
  if (asksForDesigns && !opened.composes) {
    composer ??= openComposer(composerWasm).then((part) => opened.add(part));
    await composer;
  }
  return opened;
}

addEventListener("message", async ({ data }: MessageEvent<Question>) => {
  let reply: Reply;
  try {
    reply = { id: data.id, value: await answer(await engineFor(data), data) };
  } catch (error) {
    reply = { id: data.id, error: error instanceof Error ? error.message : String(error) };
  }
  postMessage(reply);
});

function answer(opened: Engine, question: Question): unknown {
  switch (question.call) {
    case "info":
      return opened.info();
    case "reasons":
      return opened.reasons();
    case "check":
      return check(opened, question.given.config, question.given.live).diagnostics;
    case "preview":
      return preview(opened, question.given);
    case "samples":
      return samples(opened, question.given);
    case "sample":
      return sample(opened, question.given);
    case "say":
      return say(opened, question.given);
    case "outline":
      return opened.outline(question.given.config);
    case "replay":
      return replay(opened, question.given);
    case "asOf":
      return asOf(opened, question.given);
    case "whyNot":
      return whyNot(opened, question.given);
  }
}

function say(opened: Engine, { config, conditions }: Calls["say"]["in"]): Calls["say"]["out"] {
  const plan = planToSay(opened, config);
  return conditions.map((one) => {
    if (plan === null) return { sentence: null, parts: null, fault: null };
    const { diagnostics, ...said } = opened.sentenceOf(plan, one);
    const [found] = diagnostics.filter(({ severity }) => severity === "error");
    return { ...said, fault: found === undefined ? null : `${found.message} ${found.help}` };
  });
}

/**
 * A plan to say conditions by. A condition speaks of the shop, its segments and its tiers; an error
 * elsewhere, or in one of these, must not silence all others.
 */
function planToSay(opened: Engine, config: string): string | null {
  const { plan } = opened.load(config);
  if (plan !== null) return plan;
  const written = asObject(config);
  if (written === null) return null;
  const { format, shop, segments, tiers, loyalty, scoring } = written;
  const { currency } = (shop ?? {}) as { currency?: unknown };
  const attempts = [
    { format, shop, segments, tiers, loyalty, scoring },
    { format: 1, shop: { name: "Shop", currency: currency ?? "EUR" } },
  ];
  for (const attempt of attempts) {
    const { plan: found } = opened.load(JSON.stringify(attempt));
    if (found !== null) return found;
  }
  return null;
}

function asObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The engine's diagnostics, and those of the messages: what the edge would say on saving. */
function check(
  opened: Engine,
  config: string,
  live: string[],
): { plan: string | null; diagnostics: Diagnostic[] } {
  const { plan, diagnostics } = opened.load(config);
  if (plan === null) return { plan, diagnostics };
  const found = checkMessages(opened, plan, JSON.parse(config) as MailConfig, live);
  return { plan, diagnostics: [...diagnostics, ...found] };
}

function preview(opened: Engine, request: PreviewRequest): PreviewAnswer {
  const { plan, diagnostics } = check(opened, request.config, []);
  if (plan === null) return { diagnostics, run: null };
  const { state, customer, inputs, from, until, zone } = request;
  const run = opened.simulate(plan, { state, customer, inputs, play: { from, until } });
  const moments = run.moments.map((moment) => ({
    ...moment,
    ...opened.inWords(plan, moment.trace, zone),
  }));
  return {
    diagnostics,
    run: {
      moments,
      rendered: renderMessages(opened, request.config, moments, request.replies),
      state: run.state,
      cutShort: run.cut_short,
    },
  };
}

/** What a message can speak of: without the cart, for example, where a workflow that sends it is about none. */
function sample(
  opened: Engine,
  { config, message }: Calls["sample"]["in"],
): Calls["sample"]["out"] {
  const { plan } = opened.load(config);
  if (plan === null) return null;
  const asked = { live_before: [], given: [], fields: [] };
  const { sample: all, found } = opened.checkSaving(plan, asked);
  const there = found.find((one) => one.message === message)?.names;
  const sometimes = ["cart", "coupon", "order", "trigger"];
  if (there === undefined) return all;
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => !sometimes.includes(name) || there.includes(name)),
  );
}

function samples(opened: Engine, { config, ...asked }: Calls["samples"]["in"]) {
  const { plan, diagnostics } = opened.load(config);
  if (plan !== null) {
    return renderSamples(opened, plan, config, asked);
  }
  // What is wrong may stand anywhere; without a plan nothing can be filled in.
  const fault = diagnostics.find(({ severity }) => severity === "error")?.message ?? "";
  const nothing = { subject: "", html: "", text: "", fault };
  return Object.fromEntries(asked.messages.map((message) => [message, nothing]));
}

function whyNot(opened: Engine, { config, state, ...request }: WhyNotRequest): string[] {
  const { plan } = opened.load(config);
  return plan === null ? [] : opened.whyNot(plan, JSON.stringify(state), request);
}
