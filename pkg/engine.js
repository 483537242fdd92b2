/**
 * The owner of the wasm instance.
 *
 * An instance is disposable: it holds compiled plans and nothing else that could be noticed, and every
 * state goes in and comes out by value. So when a call traps, which is a bug and leaves the instance's memory in an
 * unknown condition, the instance is thrown away (0.1 ms), the trap is reported as an `EngineTrap`,
 * and plans are compiled again when they are next asked for.
 *
 * What the engine says on purpose (a bad argument, an unknown plan) comes as an `EngineError` with a
 * code and a path. A host must treat the two differently: an error is about the input, a trap is
 * about us.
 */

/** What the engine refused, in its own words. */
export class EngineError extends Error {
  /** @param {{code: string, path?: string, message: string}} refusal */
  constructor(refusal) {
    super(refusal.message);
    this.name = "EngineError";
    this.code = refusal.code;
    this.path = refusal.path ?? "";
  }
}

/** The instance died in a call and was replaced. The call had no effect. */
export class EngineTrap extends Error {
  /** @param {string} name of the export that was called @param {unknown} cause */
  constructor(name, cause) {
    super(`the engine trapped in ${name}`, { cause });
    this.name = "EngineTrap";
  }
}

/**
 * Makes an engine from wasm-bindgen's glue and a compiled module.
 *
 * @param {Record<string, any>} glue the generated module beside the wasm file
 * @param {WebAssembly.Module} module
 */
export function createEngine(glue, module) {
  glue.initSync({ module });
  return new Engine(glue);
}

/** Texts as UTF-8, one after the other in a buffer that grows. */
class Utf8 {
  #buffer = new Uint8Array(4096);

  /** The bytes of `text`, until the next call. */
  of(text) {
    // A UTF-16 unit has three bytes at most.
    const most = text.length * 3;
    if (this.#buffer.length < most) this.#buffer = new Uint8Array(most);
    return this.#buffer.subarray(0, encoder.encodeInto(text, this.#buffer).written);
  }
}

const encoder = new TextEncoder();

class Engine {
  /** Texts of the configurations in use, by plan id: what is needed to fill a new instance. */
  #configs = new Map();
  #glue;
  #state = new Utf8();
  #input = new Utf8();
  /** How often the instance was replaced after a trap, since the host started. */
  traps = 0;

  constructor(glue) {
    this.#glue = glue;
  }

  /** The engine's id, version, zone data and format. */
  info() {
    return JSON.parse(this.#call("engine_info"));
  }

  /** Every reason a decision may carry, and how a sentence goes on after "because". */
  reasons(language = "en") {
    return JSON.parse(this.#call("reasons", language));
  }

  /** Compiles a configuration and keeps the plan; gives its id, or null and the diagnostics. */
  load(config) {
    const answer = JSON.parse(this.#call("load", config));
    if (answer.plan !== null) this.#remember(answer.plan, config);
    return answer;
  }

  /** What a plan asks of the shop's facts, to be wrapped around each input. */
  needs(plan) {
    return JSON.parse(this.#withPlan(plan, "needs", plan));
  }

  /** The products a customer has to do with by their stored state: the platform's ids. */
  productsOf(state) {
    return JSON.parse(this.#call("products_of", state));
  }

  /** The channels on which marketing may be sent to a customer, by their stored state. */
  reachable(state) {
    return JSON.parse(this.#call("reachable", state));
  }

  /** What a workflow lacks among customers, by their stored states, one a line. */
  readiness(plan, workflow, states, now) {
    return JSON.parse(this.#withPlan(plan, "readiness", plan, workflow, states, now));
  }

  /** What speaks against saving a configuration, and a sample of what templates may speak of. */
  checkSaving(plan, request) {
    return JSON.parse(this.#withPlan(plan, "check_saving", plan, JSON.stringify(request)));
  }

  /** Where a customer stands by their stored state: score, points, and how far to each tier. */
  standing(plan, state, facts, now, language = "en") {
    const told = facts === null ? "" : JSON.stringify(facts);
    return JSON.parse(this.#withPlan(plan, "standing", plan, state, told, now, language));
  }

  /** A customer's figures for RFM by their stored state, or null for who never ordered. */
  rfmFigures(plan, state) {
    return JSON.parse(this.#withPlan(plan, "rfm_figures", plan, state));
  }

  /** Where buyers with these figures are cut into fifths, or null while they are too few. */
  rfmCuts(figures) {
    return JSON.parse(this.#call("rfm_cuts", JSON.stringify(figures)));
  }

  /**
   * Turns one request's body, as bytes, into deliveries or a named reason to ignore it. A delivery's
   * events stay the text they came as, one line each, which an input takes as it is.
   */
  ingest(request, body) {
    const answer = this.#call("ingest", JSON.stringify(request), body);
    const [head, ...events] = answer.split("\n");
    const said = JSON.parse(head);
    said.deliveries?.forEach((delivery, index) => {
      delivery.events = events[index];
    });
    return said;
  }

  /** Whose delivery is it: an existing customer, a new one, or several to merge. */
  resolve(request) {
    return JSON.parse(this.#call("resolve", JSON.stringify(request)));
  }

  /** The events of an outdated delivery without what they say of the person it names. */
  withoutPerson(events) {
    return this.#call("without_person", events);
  }

  /** Events, as text, without what they say of the person who placed an order. */
  anonymize(events, purchase) {
    return this.#call("anonymize", events, purchase);
  }

  /** The name of the time zone that people mean by a text, or null. */
  zoneName(text) {
    return this.#call("zone_name", text) || null;
  }

  /** What is known of a customer besides orders that were anonymized in the shop. */
  remains(state) {
    return JSON.parse(this.#call("remains", state));
  }

  /** Events, as text, without those that tell of checkouts and orders with these identity keys. */
  withoutPurchases(events, keys) {
    return this.#call("without_purchases", events, JSON.stringify(keys));
  }

  /** What a customer hands over with a checkout or an order that turns out to be `to`'s. */
  handover(state, purchase, to, inFlight) {
    return JSON.parse(this.#call("handover", state, purchase, to, JSON.stringify(inFlight)));
  }

  /**
   * The engine's move. `state` is the text an earlier move gave, or "" for a new customer. The new
   * state comes back as text, to be stored as it is. So does the summary, beside what it says, for
   * hosts that keep it; and such a host may give the input as text too.
   */
  transition(plan, state, input, now) {
    const asked = typeof input === "string" ? input : JSON.stringify(input);
    const values = [this.#state.of(state), this.#input.of(asked)];
    const answer = this.#withPlan(plan, "transition", plan, ...values, now);
    const end = answer.indexOf("\n");
    if (end < 0) throw new EngineTrap("transition", new Error("the answer has no second line"));
    const text = answer.slice(0, end);
    return { summary: JSON.parse(text), text, state: answer.slice(end + 1) };
  }

  /** Runs a customer's future on a virtual clock, without a host. */
  simulate(plan, request) {
    return JSON.parse(this.#withPlan(plan, "simulate", plan, JSON.stringify(request)));
  }

  /**
   * Adds customers to those that segments are previewed over, their stored states one a line, and
   * returns how many there are. They live in the instance: after a trap, load them again.
   */
  addCustomers(states) {
    return JSON.parse(this.#call("customers_add", states)).customers;
  }

  /** Writes customers' stored states, one a line, down as a snapshot for `loadCustomers`. */
  snapshot(states) {
    return this.#call("customers_snapshot", states);
  }

  /** Adds the customers of a snapshot, or of a page of one, and returns how many there are. */
  loadCustomers(snapshot) {
    return JSON.parse(this.#call("customers_load", snapshot)).customers;
  }

  /** Sets the shop's facts for previews: its catalog, and where buyers are cut into fifths. */
  setShopFacts(facts) {
    this.#call("customers_facts", JSON.stringify(facts));
  }

  /** Removes all customers that were added. */
  clearCustomers() {
    this.#call("customers_clear");
  }

  /** Evaluates a condition that is being written over all customers that were added. */
  previewSegment(plan, condition, question) {
    const request = JSON.stringify({ condition, question });
    return JSON.parse(this.#withPlan(plan, "segment_preview", plan, request));
  }

  /** Who enters or leaves next among those of one loaded page; null where the condition has errors. */
  segmentChanges(plan, condition, question) {
    const request = JSON.stringify({ condition, question });
    return JSON.parse(this.#withPlan(plan, "segment_changes", plan, request));
  }

  /** How the buyers among the added customers are spread over recency and frequency. */
  rfmGrid(plan) {
    return JSON.parse(this.#withPlan(plan, "rfm_grid", plan));
  }

  /**
   * Begins a backtest of a draft beside the plan that is live: `{live, draft, facts, question}`. It
   * lives in the instance: after a trap it must be begun again. One that was running is given up.
   */
  beginBacktest(request) {
    // Both plans must be at hand, also where the instance is a new one.
    for (const plan of [request.live, request.draft]) this.#withPlan(plan, "needs", plan);
    this.#call("backtest_begin", JSON.stringify(request));
  }

  /** Adds customers’ histories, one a line, and returns how much was added so far. */
  addToBacktest(lines) {
    return JSON.parse(this.#call("backtest_tell", this.#input.of(lines)));
  }

  /** The report on what was added so far. */
  backtestReport() {
    return JSON.parse(this.#call("backtest_report"));
  }

  /** One customer's history, moment by moment, under the plan that is live and under the draft. */
  replayInBacktest(line) {
    return JSON.parse(this.#call("backtest_replay", line));
  }

  /** Gives up the backtest that is running. */
  endBacktest() {
    this.#call("backtest_end");
  }

  /**
   * What goes out if nothing else happens: `{plan, facts, horizon}` and pages of stored states, one a
   * line. Between two pages the caller may do something else, or stop.
   */
  *forecast(request, pages) {
    this.#withPlan(request.plan, "needs", request.plan);
    this.#call("forecast_begin", JSON.stringify(request));
    for (const states of pages) {
      yield JSON.parse(this.#call("forecast_tell", this.#input.of(states)));
    }
    return JSON.parse(this.#call("forecast_end"));
  }

  /** A condition in one sentence, and what is wrong with it; null where it has errors. */
  sentenceOf(plan, condition, language = "en") {
    const json = JSON.stringify(condition);
    return JSON.parse(this.#withPlan(plan, "condition_sentence", plan, json, language));
  }

  /** One sentence for each entry of a trace, in a zone's local time or the shop's. */
  sentences(plan, trace, zone = null, language = "en") {
    return this.inWords(plan, trace, zone, language).sentences;
  }

  /**
   * A trace in words, under the plan that made it: a sentence for each entry, and what its conditions
   * saw.
   */
  inWords(plan, trace, zone = null, language = "en") {
    const request = JSON.stringify({ trace, zone, language });
    return JSON.parse(this.#withPlan(plan, "sentences", plan, request));
  }

  /**
   * A configuration in words, in parts that lead to its fields; it need not compile. Of one workflow,
   * or of all. Not in the edge build.
   */
  outline(config, workflow = "", language = "en") {
    return JSON.parse(this.#call("outline", config, workflow, language));
  }

  /** Why a customer is not in a workflow at a moment, or not yet, in sentences. Not in the edge build. */
  whyNot(plan, state, request) {
    return JSON.parse(this.#withPlan(plan, "why_not", plan, state, JSON.stringify(request)));
  }

  /** A moment in a zone's local time, by a strftime pattern. */
  formatDate(zone, milliseconds, pattern) {
    return this.#call("format_date", zone, milliseconds, pattern);
  }

  /** The instant at which a zone's clocks show a reading, which is given as if they were UTC's. */
  localInstant(zone, reading) {
    return Number(this.#call("local_instant", zone, reading));
  }

  /** An amount of minor units in a currency, as a customer reads it. */
  formatMoney(minor, currency) {
    return this.#call("format_money", minor, currency);
  }

  /** Calls any other export by its name: for exports that only some builds have. */
  raw(name, ...args) {
    return this.#call(name, ...args);
  }

  #withPlan(plan, name, ...args) {
    try {
      return this.#call(name, ...args);
    } catch (error) {
      const config = this.#configs.get(plan);
      if (
        !(error instanceof EngineError) ||
        error.code !== "unknown-plan" ||
        config === undefined
      ) {
        throw error;
      }
      this.#call("load", config);
      return this.#call(name, ...args);
    }
  }

  #call(name, ...args) {
    if (typeof this.#glue[name] !== "function") {
      throw new EngineError({ code: "not-in-this-build", message: `there is no ${name} here` });
    }
    try {
      return this.#glue[name](...args);
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal !== null) throw new EngineError(refusal);
      this.traps += 1;
      this.#glue.__wbg_reset_state();
      throw new EngineTrap(name, error);
    }
  }

  /** Keeps the newest configurations; the oldest goes first. */
  #remember(plan, config) {
    this.#configs.delete(plan);
    this.#configs.set(plan, config);
    if (this.#configs.size > CONFIGS_KEPT) {
      this.#configs.delete(this.#configs.keys().next().value);
    }
  }
}

/** A thrown `Error` whose message is a refusal in JSON is the engine's own; all else is a trap. */
function refusalIn(error) {
  if (!(error instanceof Error) || error instanceof WebAssembly.RuntimeError) return null;
  try {
    const refusal = JSON.parse(error.message);
    return typeof refusal?.code === "string" ? refusal : null;
  } catch {
    return null;
  }
}

/** More than the plans an instance keeps, so that an evicted one can be filled in again. */
const CONFIGS_KEPT = 64;
