// Replays a recorded scenario through an engine: the same code in node, workerd and browsers.

/**
 * Makes every call of a vector and compares what comes back, byte for byte.
 *
 * @param {{load(config: string): {plan: string | null}, transition(plan: string, state: string, input: string, now: number): {text: string, state: string}}} engine
 * @param {{configs: string[], state: string, calls: {config: number, now: number, input: string, summary: string, state: number}[]}} vector
 * @returns {Promise<string[]>} what differs; empty when nothing does
 */
export async function replay(engine, vector) {
  const plans = vector.configs.map((config) => engine.load(config).plan);
  const differences = [];
  let state = vector.state;
  for (const [index, call] of vector.calls.entries()) {
    const moved = engine.transition(plans[call.config], state, call.input, call.now);
    state = moved.state;
    if (moved.text !== call.summary) {
      differences.push(`call ${index}: expected ${call.summary}, came ${moved.text}`);
    }
    if ((await fingerprint(state)) !== call.state) differences.push(`call ${index}: another state`);
  }
  return differences;
}

/** Exports that take their text as UTF-8. */
const IN_BYTES = new Set(["backtest_tell", "forecast_tell"]);

/**
 * Makes every call of a backtest's document, and of the simulations, sentences and forecast beside it,
 * and compares the answers byte for byte. For the build with previews.
 *
 * @param {{load(config: string): {plan: string | null}, raw(name: string, ...args: unknown[]): unknown}} engine
 * @param {{live: string, draft: string, request: {live: string, draft: string}, lines: string, told: string,
 *   report: string, preview: [string, string[], string | null][]}} document
 * @returns {string[]} what differs; empty when nothing does
 */
export function replayBacktest(engine, document) {
  const { live, draft, request, lines, told, report, preview } = document;
  const calls = [
    ["backtest_begin", [JSON.stringify(request)], null],
    ["backtest_tell", [lines, 0], told],
    ["backtest_report", [], report],
    ...preview,
  ];
  const plans = [live, draft].map((config) => engine.load(config).plan);
  const differences = [];
  if (plans[0] !== request.live || plans[1] !== request.draft) differences.push("other plans");
  for (const [index, [name, args, answer]] of calls.entries()) {
    const given = IN_BYTES.has(name) ? [new TextEncoder().encode(args[0]), ...args.slice(1)] : args;
    const came = engine.raw(name, ...given);
    if (answer !== null && came !== answer) {
      differences.push(`call ${index}, ${name}: expected ${answer}, came ${came}`);
    }
  }
  return differences;
}

/** The first 53 bits that the engine's own fingerprint keeps of a text's SHA-256. */
async function fingerprint(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const bits = new DataView(digest).getBigUint64(0) & ((1n << 53n) - 1n);
  return Number(bits);
}
