/** Lines to and replies from a mail server, and how far the dialogue has come. */

/** The dialogue ended before an answer came. */
export class Broken extends Error {}

export interface Reply {
  code: number;
  text: string;
}

/** What the server was asked last. */
export type Stage = "connect" | "greeting" | "tls" | "login" | "sender" | "recipient" | "content";

export class Dialogue {
  #socket: Socket;
  #reader: ReadableStreamDefaultReader<Uint8Array>;
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  #held = "";
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();
  stage: Stage = "connect";
  /** The last reply, where it was a refusal worth reading. */
  last: Reply | null = null;
  /** Whether the end of the message may have reached the server. */
  handedOver = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#reader = socket.readable.getReader();
    this.#writer = socket.writable.getWriter();
  }

  /** Waits until the connection stands. @throws {Broken} where it does not */
  async opened(): Promise<void> {
    await this.#socket.opened.catch(() => {
      throw new Broken("smtp-connection");
    });
  }

  async say(line: string): Promise<void> {
    await this.#writer.write(this.#encoder.encode(`${line}\r\n`));
  }

  /** Sends a line, if one is given, and reads the whole reply to it. */
  async ask(line?: string): Promise<Reply> {
    if (line !== undefined) await this.say(line);
    const lines: string[] = [];
    for (;;) {
      const reply = await this.#line();
      lines.push(reply.slice(4).trim());
      if (/^\d{3}(?: |$)/.test(reply)) {
        this.last = { code: Number(reply.slice(0, 3)), text: lines.join("\n") };
        return this.last;
      }
      if (!/^\d{3}-/.test(reply) || lines.length > 100) throw new Broken("smtp-nonsense");
    }
  }

  /** Goes on inside TLS. @throws Broken where the server's certificate is not good */
  async startTls(): Promise<void> {
    this.#reader.releaseLock();
    this.#writer.releaseLock();
    this.#socket = this.#socket.startTls();
    this.#reader = this.#socket.readable.getReader();
    this.#writer = this.#socket.writable.getWriter();
    this.#held = "";
    await this.#socket.opened.catch(() => {
      throw new Broken("smtp-tls");
    });
  }

  close(): void {
    this.#socket.close().catch(() => {});
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf("\n");
      if (end >= 0) {
        const line = this.#held.slice(0, end).replace(/\r$/, "");
        this.#held = this.#held.slice(end + 1);
        return line;
      }
      const { value, done } = await this.#reader.read();
      if (done) throw new Broken("smtp-closed");
      this.#held += this.#decoder.decode(value, { stream: true });
      if (this.#held.length > 64 * 1024) throw new Broken("smtp-nonsense");
    }
  }
}
