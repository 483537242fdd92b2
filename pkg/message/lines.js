/** Lines of plain text as they are written: white space is one space, and empty lines come singly. */

export class Lines {
  #done = [];
  #line = "";
  /** Whether a space is due before the next word on the line. */
  #space = false;
  /** Whether an empty line is due before the next word. */
  #gap = false;
  /** What the next line begins with: the sign of an item, then spaces as wide. */
  #indent = "";
  /** Where addresses of links were written. */
  #links = [];
  /** How many elements are open in which white space is kept. */
  kept = 0;

  text(text) {
    if (this.kept > 0) {
      const [first, ...more] = text.split(/\r\n|\r|\n/);
      this.#write(first);
      for (const line of more) {
        this.break();
        this.#write(line);
      }
      return;
    }
    // White space as HTML has it, and the space that does not break.
    const [first, ...more] = text.split(/[ \t\r\n\f\u00a0]+/);
    this.#write(first);
    for (const word of more) {
      this.#space = true;
      this.#write(word);
    }
  }

  #write(words) {
    if (words === "") return;
    if (this.#line === "") {
      if (this.#gap && this.#done.length > 0) this.#done.push("");
      this.#gap = false;
      this.#line = this.#indent + words;
      this.#indent = this.#indent.replace(/\S/g, " ");
    } else this.#line += (this.#space ? " " : "") + words;
    this.#space = false;
  }

  space() {
    this.#space = true;
  }

  /** Ends a line if anything stands on it. */
  line() {
    if (this.#line !== "") this.#done.push(this.#line);
    this.#line = "";
    this.#space = false;
    this.#indent = "";
  }

  /** Ends a line inside of an element, which goes on below its text; the second leaves one empty. */
  break() {
    if (this.#line === "") this.#gap = true;
    const indent = this.#indent;
    this.line();
    this.#indent = indent;
  }

  apart() {
    this.line();
    this.#gap = true;
  }

  rule() {
    this.apart();
    this.#write("---");
    this.apart();
  }

  /** Begins an item of the innermost list. */
  item(lists) {
    this.line();
    const list = lists.at(-1);
    if (list !== undefined) list.count += 1;
    const depth = "  ".repeat(Math.min(8, Math.max(0, lists.length - 1)));
    this.#indent = `${depth}${list?.numbered ? `${list.count}.` : "-"} `;
  }

  beginLink(address) {
    return { address, line: this.#done.length, at: this.#line.length };
  }

  /** Says where a link leads, unless its text does or it leads nowhere. */
  endLink({ address, line, at }) {
    if (address === "" || address.startsWith("#")) return;
    const written = [...this.#done.slice(line), this.#line].join(" ");
    const shown = written.slice(at).trim();
    if (shown === "") this.#say(address, address);
    else if (bare(shown) !== bare(address)) this.#say(`(${address})`, address);
    else this.#links.push({ address, words: null, line: this.#done.length });
  }

  #say(words, address) {
    // Behind the text it belongs to, also where an element ended its line.
    if (this.#line === "" && this.#done.length > 0 && words !== address) {
      this.#line = this.#done.pop();
    }
    this.#space ||= words !== address;
    this.#write(words);
    this.#links.push({ address, words, line: this.#done.length });
  }

  /**
   * The whole text; the address `wayOut`, where a link led there, is its last line, behind what `said`
   * calls it.
   */
  end(wayOut, said) {
    this.line();
    const lines = this.#done;
    const text = () =>
      lines
        .map((line) => line.trimEnd())
        .join("\n")
        .trim();
    const out = this.#links.filter(({ address }) => address === wayOut);
    const last = out.at(-1);
    if (last === undefined || text().endsWith(last.words ?? wayOut)) return text();
    // Its text stays where it is.
    for (const line of new Set(out.map((one) => one.line))) {
      lines[line] = (lines[line] ?? "").replaceAll(` (${wayOut})`, "");
    }
    return `${text()}\n\n${said}: ${wayOut}`;
  }
}

/** An address as people write it. */
const bare = (address) =>
  address.replace(/^(?:https?:\/\/|mailto:|tel:|sms:)/i, "").replace(/\/$/, "");
