/**
 * How the amounts and dates of a file are written, found from whole columns.
 *
 * A column that could be read both ways takes after the others of its file, if those agree: a file has
 * one writer. If none settles it, nobody guesses: the question goes to whoever reads the file.
 */
import { decimalIn } from "./amounts.js";
import { dateOrderIn } from "./moments.js";

/** @typedef {import("../history.d.ts").Problem} Problem */

const QUESTIONS = {
  decimal: {
    code: "ambiguous-amounts",
    what: "amounts",
    of: decimalIn,
    choices: [".", ","],
    says: (column) => `The amounts in “${column}” are ambiguous`,
  },
  dates: {
    code: "ambiguous-dates",
    what: "dates",
    of: dateOrderIn,
    choices: ["day-first", "month-first"],
    says: (column) => `The dates in “${column}” are ambiguous`,
  },
};

/** How many values are shown of a column that is asked about. */
const SAMPLES = 5;

/** What was seen so far in the columns of one file that hold amounts, or dates. */
export class FormatFinder {
  #question;
  #option;
  /** By column: how often each reading was the only one, and values that leave it open. */
  #columns = new Map();

  /** @param {"decimal" | "dates"} option */
  constructor(option) {
    this.#option = option;
    this.#question = QUESTIONS[option];
  }

  /** Looks at one cell. */
  see(column, text) {
    if (text === undefined || text === "") return;
    const said = this.#question.of(text);
    if (said === undefined || said === null) return;
    let seen = this.#columns.get(column);
    if (seen === undefined) {
      seen = { samples: new Map() };
      this.#columns.set(column, seen);
    }
    const samples = seen.samples.get(said) ?? [];
    seen.samples.set(said, samples);
    if (samples.length < SAMPLES && !samples.includes(text)) samples.push(text);
  }

  /**
   * What is chosen for each column, or what must be asked.
   *
   * @param {string | undefined} settled the answer, where it was asked before
   * @returns {{of: (column: string) => string, problem: Omit<Problem, "form" | "line"> | null}}
   */
  settle(settled) {
    const { choices } = this.#question;
    const saidBy = (column) =>
      choices.filter((choice) => this.#columns.get(column)?.samples.has(choice));
    const alone = [...this.#columns.keys()].map(saidBy).filter(({ length }) => length === 1);
    const agreed = new Set(alone.flat());
    const common = agreed.size === 1 ? [...agreed][0] : settled;
    // A column that says both is settled by nobody but whoever knows it.
    const answers = (said) => (said.length > 1 ? settled : (said[0] ?? common));
    const of = (column) => answers(saidBy(column)) ?? choices[0];
    for (const [column, { samples }] of this.#columns) {
      if (answers(saidBy(column)) !== undefined) continue;
      const shown = [...samples.values()].flatMap((some) => some.slice(0, SAMPLES));
      return { of, problem: this.#asks(column, shown.slice(0, SAMPLES)) };
    }
    return { of, problem: null };
  }

  #asks(column, samples) {
    const { code, choices, says } = this.#question;
    const option = this.#option;
    const shown = samples.map((sample) => `“${sample}”`).join(", ");
    const message = `${says(column)}: ${shown}. Set the option “${option}” to ${choices
      .map((choice) => JSON.stringify(choice))
      .join(" or ")}.`;
    return { code, message, column, samples, option, choices: [...choices] };
  }
}
