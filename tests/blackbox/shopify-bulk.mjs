/**
 * Bulk operations of the Shopify shop for tests: they run a query over everything in memory and leave the
 * answer as a file of lines, as Shopify does, at an address on another host. Each can be told to end badly.
 */
import { execute, parse } from "graphql";

/** Where the files are. */
export const FILES = "storage.shop-files.example";

/** A connection of the schema, of things as the schema has them. */
export const connection = (...nodes) => ({ edges: nodes.map((node) => ({ node })) });

export class BulkOperations {
  /** Changes an operation as it is shown: `(shown, operation) => shown`. */
  shown = (shown) => shown;
  /** Answers in place of a file: `({offset, operation}) => ({status, text}) | null`. */
  fault = () => null;
  /** How many others of the app are running, of five that may. */
  others = 0;
  /** Whether files are sent whole, whatever part of them was asked for. */
  ignoresRanges = false;
  /** How often an operation says that it is running before it is done. */
  patience = 1;
  /** Told when an operation is done, by its id: what the app may have subscribed to. */
  finished = () => {};
  /** The operations that were canceled before they were done, by their ids. */
  canceled = [];
  /** Every part of a file that was asked for: `[operation, offset]`. */
  read = [];
  #operations = new Map();
  #answers;
  #host;

  /**
   * @param answers `{schema, faults(document), missing(document), root(filter)}`: what the shop says to
   *   queries
   */
  constructor(answers, host = FILES) {
    this.#answers = answers;
    this.#host = host;
  }

  /** The queries that were run, in order. */
  get queries() {
    return [...this.#operations.values()].map(({ query }) => query);
  }

  /** The mutation `bulkOperationRunQuery`. */
  async run({ query, groupObjects }) {
    const refused = (code, message) => ({
      bulkOperation: null,
      userErrors: [{ code, message, field: ["query"] }],
    });
    if (this.others >= 5) return refused("LIMIT_REACHED", "The app runs five already");
    const document = parse(query);
    if (document.definitions[0].variableDefinitions?.length > 0) {
      return refused("INVALID", "A bulk query has no variables");
    }
    const faults = this.#answers.faults(document);
    if (faults.length > 0) return refused("INVALID", String(faults[0]));
    const id = `gid://shopify/BulkOperation/${this.#operations.size + 1}`;
    const operation = { id, query, polls: 0, lines: [], roots: 0 };
    this.#operations.set(id, operation);
    const isAllowed = this.#answers.missing(document).length === 0;
    operation.status = isAllowed ? "COMPLETED" : "FAILED";
    operation.errorCode = isAllowed ? null : "ACCESS_DENIED";
    if (isAllowed) {
      const { schema, root } = this.#answers;
      const { data, errors } = await execute({ schema, document, rootValue: root() });
      if (errors) throw errors[0];
      const [list] = Object.values(data);
      for (const { node } of list.edges) {
        operation.roots += 1;
        operation.lines.push(...linesOf(node, groupObjects));
      }
    }
    return { bulkOperation: { id, status: "CREATED", type: "QUERY" }, userErrors: [] };
  }

  /** The mutation `bulkOperationCancel`. */
  cancel({ id }) {
    const operation = this.#operations.get(id);
    const refused = (message) => ({
      bulkOperation: null,
      userErrors: [{ message, field: ["id"] }],
    });
    if (operation === undefined) return refused("Bulk operation does not exist");
    if (operation.polls > this.patience || operation.status !== "COMPLETED") {
      return refused("A bulk operation cannot be canceled when it is completed");
    }
    this.canceled.push(id);
    Object.assign(operation, { status: "CANCELED", lines: [] });
    return { bulkOperation: { id, status: "CANCELING" }, userErrors: [] };
  }

  /** The query `bulkOperation`. */
  find({ id }) {
    const operation = this.#operations.get(id);
    if (operation === undefined) return null;
    operation.polls += 1;
    if (operation.polls === this.patience) setTimeout(() => this.finished(id), 50);
    const isDone = operation.polls > this.patience;
    const file = `https://${this.#host}/${id.split("/").at(-1)}.jsonl?signature=secret`;
    const { status, errorCode, lines, roots } = operation;
    const shown = {
      id,
      status: isDone ? status : "RUNNING",
      errorCode,
      url: isDone && status === "COMPLETED" && lines.length > 0 ? file : null,
      partialDataUrl: null,
      objectCount: lines.length,
      rootObjectCount: roots,
    };
    return this.shown(shown, { ...operation, file });
  }

  /** Answers a request for a file. */
  file({ url, headers }) {
    const { pathname, searchParams } = new URL(url, `https://${this.#host}`);
    const number = pathname.slice(1).replace(".jsonl", "");
    const operation = this.#operations.get(`gid://shopify/BulkOperation/${number}`);
    if (operation === undefined || searchParams.get("signature") !== "secret") {
      return { status: 403, text: "<Error><Code>AccessDenied</Code></Error>" };
    }
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range);
    const offset = Number(from);
    this.read.push([Number(number), offset]);
    const fault = this.fault({ offset, operation });
    if (fault !== null) return fault;
    const whole = Buffer.from(operation.lines.map((line) => `${line}\n`).join(""));
    if (this.ignoresRanges) return { status: 200, text: whole };
    if (offset >= whole.length) return { status: 416, text: "" };
    const text = whole.subarray(offset, Number(to) + 1);
    const range = `bytes ${offset}-${offset + text.length - 1}/${whole.length}`;
    return { status: 206, text, headers: { "content-range": range } };
  }
}

/** A thing as lines: itself without its connections, then whatever is in them, with the thing's id. */
function linesOf(node, groupObjects) {
  if (!groupObjects) throw new Error("only grouped files are made here");
  const children = [];
  const own = JSON.stringify(node, (_, value) => {
    if (value?.edges === undefined) return value;
    children.push(...value.edges.map((edge) => ({ ...edge.node, __parentId: node.id })));
    return undefined;
  });
  return [own, ...children.map((line) => JSON.stringify(line))];
}
