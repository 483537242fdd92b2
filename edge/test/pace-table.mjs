/** The tables of the pace, as far as it asks for them: what SQLite answers to its queries. */
export class Table {
  turns = new Map();
  #meta = new Map();

  exec(query, ...values) {
    const rows = this.#answer(query.replace(/\s+/g, " "), values);
    return { toArray: () => rows, one: () => rows[0] };
  }

  #answer(query, values) {
    if (query.startsWith("SELECT value FROM meta")) {
      return this.#meta.has(values[0]) ? [{ value: this.#meta.get(values[0]) }] : [];
    }
    if (query.startsWith("INSERT INTO meta")) return [void this.#meta.set(values[0], values[1])];
    if (query.startsWith("INSERT OR REPLACE INTO turn")) {
      const [effect, lane, rank, due] = values;
      return [void this.turns.set(effect, { effect, lane, rank, due })];
    }
    if (query.startsWith("DELETE FROM turn")) return [void this.turns.delete(values[0])];
    if (query.startsWith("SELECT lane FROM turn")) {
      const lanes = [...new Set([...this.turns.values()].map(({ lane }) => lane))].sort();
      return lanes
        .filter((lane) => lane > values[0])
        .slice(0, 1)
        .map((lane) => ({ lane }));
    }
    if (query.startsWith("SELECT effect, lane, rank, due FROM turn")) {
      const [lane, lowest] = values;
      return this.#inOrder((one) => one.lane === lane && one.rank <= lowest).slice(0, 1);
    }
    if (query.startsWith("SELECT 1 FROM turn")) {
      const [rank, due, effect, closed] = values;
      const here = { rank, due, effect };
      const isOpen = ({ lane }) => !JSON.parse(closed).includes(lane);
      return this.#inOrder((one) => isOpen(one) && order(one, here) < 0).slice(0, 1);
    }
    throw new Error(`not asked before: ${query}`);
  }

  #inOrder(fits) {
    return [...this.turns.values()].filter(fits).sort(order);
  }
}

const order = (one, other) =>
  one.rank - other.rank ||
  one.due - other.due ||
  (one.effect < other.effect ? -1 : Number(one.effect > other.effect));
