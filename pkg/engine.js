/**
 * The engine as JavaScript calls it: each method is an export of a wasm module.
 *
 * In a browser and in Node one module has nearly everything. At the edge there are two, so that an isolate
 * which only takes in webhooks never makes the second. What makes emails of blocks is a module of its own
 * everywhere. Which module has an export is the engine's affair (`src/wasm.rs`): a call goes to the first
 * module that has it. What the engine says on purpose (a bad
 * argument, an unknown plan) comes as an `EngineError` with a code and a path, a bug as an `EngineTrap`.
 * A host must treat the two differently: an error is about the input, a trap is about us.
 */
import { EngineError, EngineTrap, Instance } from "./instance.js";

export { EngineError, EngineTrap };

/**
 * Makes an engine from wasm-bindgen's glue and a compiled module, and from any further ones that have
 * what the first has not. The first is instantiated now, the others when they are first asked.
 *
 * @param {Record<string, any>} glue the generated module beside the wasm file
 * @param {WebAssembly.Module} module
 * @param {EngineModule[]} further
 */
export function createEngine(glue, module, ...further) {
  glue.initSync({ module });
  const all = [{ glue, module }, ...further];
  return new Engine(all.map((one) => new Instance(one.glue, one.module)));
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
const decoder = new TextDecoder();
const NEWLINE = 10;

/**
 * A module and the glue beside it; the module may be made when it is first asked.
 *
 * @typedef {{glue: Record<string, any>, module: WebAssembly.Module | (() => WebAssembly.Module)}} EngineModule
 */

class Engine {
  /** The plans in use by id, as text or compiled: what is needed to fill a new instance. */
  #plans = new Map();
  #instances;
  #state = new Utf8();
  #input = new Utf8();

  /** @param {Instance[]} instances */
  constructor(instances) {
    this.#instances = instances;
  }

  /** How often an instance was replaced after a trap, since the host started. */
  get traps() {
    return this.#instances.reduce((sum, { traps }) => sum + traps, 0);
  }

  /** Whether it can make emails of blocks. */
  get composes() {
    return this.#instances.some((instance) => instance.has("compose_message"));
  }

  /** Takes in a further module, for what the others have not. @param {EngineModule} part */
  add({ glue, module }) {
    this.#instances.push(new Instance(glue, module));
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
    if (answer.plan !== null) this.#remember(answer.plan, { config });
    return answer;
  }

  /**
   * Compiles a configuration that had no errors when it was saved, for `open`; null for what cannot be
   * read. Only this engine can open it.
   */
  compile(config) {
    const compiled = this.#call("compile_plan", config);
    return compiled.length === 0 ? null : compiled;
  }

  /** Keeps a plan that was compiled; gives its id, or null where another engine compiled it. */
  open(compiled) {
    const plan = this.#call("open_plan", compiled) || null;
    if (plan !== null) this.#remember(plan, { compiled });
    return plan;
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

  /** Makes the HTML of a message that is made of blocks: Liquid, or null and the diagnostics. */
  compose(request) {
    return JSON.parse(this.#call("compose_message", JSON.stringify(request)));
  }

  /** Where a customer stands by their stored state: score, points, and how far to each tier. */
  standing(plan, state, facts, now, language = "en") {
    const told = facts === null ? "" : JSON.stringify(facts);
    return JSON.parse(this.#withPlan(plan, "standing", plan, state, told, now, language));
  }

  /** What a connected store keeps of a customer, by their stored state. */
  storeCopy(plan, state) {
    return JSON.parse(this.#withPlan(plan, "store_copy", plan, state));
  }

  /** Which message each of a customer's orders is credited to, by their stored state. */
  attribute(plan, state) {
    return JSON.parse(this.#withPlan(plan, "attribute", plan, state));
  }

  /** A customer's figures for RFM by their stored state, or null for who never ordered. */
  lifts(comparisons) {
    return JSON.parse(this.#call("lifts", JSON.stringify({ comparisons })));
  }

  customersNeeded(beside) {
    return JSON.parse(this.#call("customers_needed", JSON.stringify(beside)));
  }

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
    const said = this.ingestBytes(request, body);
    const deliveries = said.deliveries?.map((delivery) => {
      return { ...delivery, events: decoder.decode(delivery.events) };
    });
    return deliveries === undefined ? said : { ...said, deliveries };
  }

  /** The same for a host that carries events on as they are: in UTF-8. */
  ingestBytes(request, body) {
    const lines = this.#call("ingest_bytes", JSON.stringify(request), body);
    let end = endOfLine(lines, 0);
    const said = JSON.parse(decoder.decode(lines.subarray(0, end)));
    for (const delivery of said.deliveries ?? []) {
      const begin = end + 1;
      end = endOfLine(lines, begin);
      delivery.events = lines.subarray(begin, end);
    }
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
    const moved = this.transitionBytes(plan, this.#state.of(state), this.#input.of(asked), now);
    const text = decoder.decode(moved.summary);
    return { summary: JSON.parse(text), text, state: decoder.decode(moved.state) };
  }

  /**
   * The same move for a host that keeps what comes of it and reads little of it: state and input go in,
   * state and summary come out as UTF-8, as JSON or `packed`. The head says what the host acts on.
   */
  transitionBytes(plan, state, input, now, packed = false) {
    const lines = this.#withPlan(plan, "transition_bytes", plan, state, input, now, packed);
    const end = lines.indexOf(NEWLINE);
    if (end < 0) throw new EngineTrap("transition", new Error("the answer has no second line"));
    const head = JSON.parse(decoder.decode(lines.subarray(0, end)));
    const summary = lines.subarray(end + 1, end + 1 + head.summary);
    return { head, summary, state: lines.subarray(end + 2 + head.summary) };
  }

  /** The JSON text of a state or a summary that may be packed. */
  unpacked(stored) {
    const isJson = stored === "" || stored.startsWith("{");
    return isJson ? stored : this.#call("unpacked", stored);
  }

  /** A state, as text in either form, packed as a move packs it: to compare it with what was stored. */
  packedState(state) {
    return this.#call("packed_state", state);
  }

  /** The bytes in which a state may be stored, as JSON and packed: a journal's `state_hash` is of either. */
  storedForms(state) {
    const json = this.unpacked(state);
    return [encoder.encode(json), this.packedState(json)];
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

  /**
   * Writes customers' stored states, one a line, down as a snapshot for `loadCustomers`. `decided` says of
   * each when something was last decided about them.
   */
  snapshot(states, decided = []) {
    return this.#call("customers_snapshot", states, Float64Array.from(decided));
  }

  /** For which customers a condition holds, by their stored states, one a line. */
  matching(plan, states, { condition, now, facts }) {
    const request = JSON.stringify({ condition, now, facts });
    return JSON.parse(this.#withPlan(plan, "customers_matching", plan, states, request));
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

  /** A part of the list of those a condition holds for, in an order; without a condition of all. */
  listCustomers(plan, condition, question) {
    const request = JSON.stringify({ condition, question });
    return JSON.parse(this.#withPlan(plan, "customers_list", plan, request));
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

  /** The figures of the buyers among the added customers, for `cutsOf`. */
  buyerFigures(plan) {
    return this.#withPlan(plan, "population_figures", plan);
  }

  /**
   * Where a shop's buyers are cut into fifths, from the figures of all of them: the parts that several
   * engines gave, which hold some of the customers each. Null while they are too few.
   */
  cutsOf(parts) {
    const figures = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      figures.set(part, at);
      at += part.length;
    }
    return JSON.parse(this.#call("population_cuts", figures));
  }

  /** Makes one of the previews of engines that hold some of the customers each, asked the same. */
  joinPreviews(previews, most) {
    return JSON.parse(this.#call("previews_join", JSON.stringify(previews), most));
  }

  /**
   * Makes one of the lists of engines that hold some of the customers each. Each was asked for all up to
   * the end of the wanted part: `{...question, skip: 0, take: question.skip + question.take}`.
   */
  joinLists(parts, question) {
    return JSON.parse(this.#call("lists_join", JSON.stringify({ parts, question })));
  }

  /** Makes one of the changes that such engines found on their page of the same number. */
  joinChanges(changes, most) {
    return JSON.parse(this.#call("changes_join", JSON.stringify(changes), most));
  }

  /** Makes one of the grids of such engines, which have the same cuts. */
  joinRfmGrids(grids) {
    return JSON.parse(this.#call("rfm_grids_join", JSON.stringify(grids)));
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

  /**
   * Adds customers’ histories, one a line, and returns how much was added so far. `first` is the number
   * of the first line in the whole history: an error names the line.
   */
  addToBacktest(lines, first = 0) {
    return JSON.parse(this.#call("backtest_tell", this.#input.of(lines), first));
  }

  /**
   * Takes the report on what was added since it was last taken, as text for `joinToBacktest` of another
   * engine. The backtest goes on without it.
   */
  takeFromBacktest() {
    return this.#call("backtest_take");
  }

  /**
   * Joins what another engine, asked the same, took of its backtest, and returns how much was added so
   * far. Parts that are joined in the order of their customers make the report of all, byte for byte.
   */
  joinToBacktest(part) {
    return JSON.parse(this.#call("backtest_join", part));
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

  /** The day that a zone's calendar shows at a moment: `2026-11-29`. */
  localDay(zone, milliseconds) {
    return this.#call("local_day", zone, milliseconds);
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
    const instance = this.#having(name);
    try {
      return instance.call(name, ...args);
    } catch (error) {
      const known = this.#plans.get(plan);
      if (!(error instanceof EngineError) || error.code !== "unknown-plan" || known === undefined) {
        throw error;
      }
      known.compiled ??= this.compile(known.config);
      instance.call("open_plan", known.compiled);
      return instance.call(name, ...args);
    }
  }

  #call(name, ...args) {
    return this.#having(name).call(name, ...args);
  }

  /** The first instance that exports this. */
  #having(name) {
    const found = this.#instances.find((instance) => instance.has(name));
    if (found !== undefined) return found;
    throw new EngineError({ code: "not-in-this-build", message: `there is no ${name} here` });
  }

  /** Keeps the newest plans; the oldest goes first. */
  #remember(plan, known) {
    const kept = { ...this.#plans.get(plan), ...known };
    this.#plans.delete(plan);
    this.#plans.set(plan, kept);
    if (this.#plans.size > PLANS_KEPT) {
      this.#plans.delete(this.#plans.keys().next().value);
    }
  }
}

/** Where a line ends that begins at a place; the last one ends with the text. */
function endOfLine(lines, begin) {
  const end = lines.indexOf(NEWLINE, begin);
  return end < 0 ? lines.length : end;
}

/** More than the plans an instance keeps, so that an evicted one can be filled in again. */
const PLANS_KEPT = 64;
