/**
 * One wasm instance: made when it is first asked, replaced after a trap.
 *
 * An instance is disposable: it holds compiled plans and nothing else that could be noticed, and every
 * state goes in and comes out by value. So when a call traps, which is a bug and leaves the instance's
 * memory in an unknown condition, the instance is thrown away (0.1 ms), the trap is reported as an
 * `EngineTrap`, and plans are compiled again when they are next asked for. Another instance beside it
 * knows nothing of it.
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

export class Instance {
  #glue;
  #module;
  #made = false;
  /** How often it was replaced after a trap. */
  traps = 0;

  /**
   * @param {Record<string, any>} glue wasm-bindgen's generated module beside the wasm file
   * @param {WebAssembly.Module | (() => WebAssembly.Module)} module itself, or what makes it
   */
  constructor(glue, module) {
    this.#glue = glue;
    this.#module = module;
  }

  /** Whether the module exports this. */
  has(name) {
    return typeof this.#glue[name] === "function";
  }

  /**
   * Calls an export.
   *
   * @throws {EngineError} what the engine says on purpose: a bad argument, an unknown plan
   * @throws {EngineTrap} the instance died
   */
  call(name, ...args) {
    if (!this.#made) {
      if (typeof this.#module === "function") this.#module = this.#module();
      this.#glue.initSync({ module: this.#module });
      this.#made = true;
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
