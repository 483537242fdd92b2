/**
 * Handing one mail to an SMTP server.
 *
 * Written here rather than taken from a library, because two things matter that none offers: to know
 * at which point a dialogue broke (before the last dot nothing was sent, after it nobody knows), and
 * to say nothing about the recipient in errors and logs.
 */
import { Buffer } from "node:buffer";
import { connect } from "cloudflare:sockets";
import type { Env } from "../env.ts";
import type { Outcome } from "./outcome.ts";

const DIALOGUE_LIMIT = 30_000;

/** Where mail goes, read from `SMTP_URL`. */
interface Server {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`). */
  secure: boolean;
  user: string;
  password: string;
}

export interface Envelope {
  from: string;
  to: string;
  /** The message with CR LF line ends. */
  data: string;
  /** Who greets the server, see `clientName`. */
  hello: string;
}

/**
 * How this Worker introduces itself (RFC 5321, 4.1.1.1): by the domain under which it is reached, else by
 * an address literal, which is what a client without a name of its own must use.
 */
export function clientName(publicUrl: string): string {
  const host = URL.canParse(publicUrl) ? new URL(publicUrl).hostname : "";
  if (/^\[.+\]$/.test(host)) return `[IPv6:${host.slice(1, -1)}]`;
  if (/^[\d.]+$/.test(host)) return `[${host}]`;
  return host.includes(".") ? host : "[127.0.0.1]";
}

/** Sends one mail over its own connection. Never throws. */
export async function sendMail(env: Env, envelope: Envelope): Promise<Outcome> {
  const server = serverIn(env.SMTP_URL ?? "");
  if (server === null) return { type: "failed", reason: "mail-server-not-set" };
  const talk = new Dialogue(dial(env, server));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Broken("smtp-timeout")), DIALOGUE_LIMIT);
  });
  try {
    return await Promise.race([deliver(talk, server, envelope), late]);
  } catch (error) {
    const reason = error instanceof Broken ? error.message : "smtp-connection";
    return { type: talk.handedOver ? "unknown" : "retry", reason };
  } finally {
    clearTimeout(timer);
    talk.close();
  }
}

async function deliver(talk: Dialogue, server: Server, envelope: Envelope): Promise<Outcome> {
  const greeting = await talk.ask();
  if (!isGood(greeting, 2)) return ofTheServer(greeting);
  let hello = await talk.ask(`EHLO ${envelope.hello}`);
  if (!server.secure && !isLocal(server.host)) {
    // Without TLS anybody on the way could read the mail, and the password; and could have struck
    // the offer out of the greeting.
    if (!/^STARTTLS$/im.test(hello.text)) return { type: "retry", reason: "smtp-no-tls" };
    const started = await talk.ask("STARTTLS");
    if (!isGood(started, 2)) return ofTheServer(started);
    talk.startTls();
    hello = await talk.ask(`EHLO ${envelope.hello}`);
  }
  if (server.user !== "") {
    const secret = Buffer.from(`\0${server.user}\0${server.password}`).toString("base64");
    const login = await talk.ask(`AUTH PLAIN ${secret}`);
    if (!isGood(login, 2)) return { type: "retry", reason: "smtp-login-refused" };
  }
  const sender = await talk.ask(`MAIL FROM:<${envelope.from}>`);
  if (!isGood(sender, 2)) return ofTheServer(sender);
  const recipient = await talk.ask(`RCPT TO:<${envelope.to}>`);
  if (!isGood(recipient, 2)) return ofTheMessage(recipient, "recipient");
  const data = await talk.ask("DATA");
  if (!isGood(data, 3)) return ofTheMessage(data, "content");
  const stuffed = envelope.data.replace(/^\./gm, "..");
  talk.handedOver = true;
  // A clear refusal after the last dot is an answer too: the server did not take it.
  const verdict = await talk.ask(`${stuffed.replace(/\r\n$/, "")}\r\n.`);
  if (!isGood(verdict, 2)) return ofTheMessage(verdict, "content");
  await talk.say("QUIT").catch(() => {});
  return { type: "sent" };
}

interface Reply {
  code: number;
  text: string;
}

const isGood = ({ code }: Reply, expected: number): boolean => Math.floor(code / 100) === expected;

/**
 * A refusal before anything was said of this message's recipient: the server's trouble, or its settings',
 * and not the message's. It would meet every message alike, so none of them is lost to it.
 */
const ofTheServer = ({ code }: Reply): Outcome => ({ type: "retry", reason: `smtp-${code}` });

/**
 * A refusal of this message: for good from 500 on. Only an answer to the recipient that says with an
 * enhanced code (RFC 3463) that the address is wrong or nobody's (5.1.x) says so; a refusal for policy or
 * reputation (5.7.x) says nothing of the recipient.
 */
function ofTheMessage({ code, text }: Reply, about: "recipient" | "content"): Outcome {
  const reason = `smtp-${code}`;
  if (code < 500) return { type: "retry", reason };
  const noMailbox = about === "recipient" && /^5\.1\.(?:1|2|3|6|10)\b/m.test(text);
  return noMailbox
    ? { type: "failed", reason: "no-mailbox", noMailbox }
    : { type: "failed", reason };
}

/** The dialogue ended before an answer came. */
class Broken extends Error {}

/** Lines to and replies from a server. */
class Dialogue {
  #socket: Socket;
  #reader: ReadableStreamDefaultReader<Uint8Array>;
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  #held = "";
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();
  /** Whether the end of the message may have reached the server. */
  handedOver = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#reader = socket.readable.getReader();
    this.#writer = socket.writable.getWriter();
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
      if (/^\d{3}(?: |$)/.test(reply))
        return { code: Number(reply.slice(0, 3)), text: lines.join("\n") };
      if (!/^\d{3}-/.test(reply) || lines.length > 100) throw new Broken("smtp-nonsense");
    }
  }

  startTls(): void {
    this.#reader.releaseLock();
    this.#writer.releaseLock();
    this.#socket = this.#socket.startTls();
    this.#reader = this.#socket.readable.getReader();
    this.#writer = this.#socket.writable.getWriter();
    this.#held = "";
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

/** A server on this machine is reached through its own binding; the global network is public-only. */
function dial(env: Env, server: Server): Socket {
  const address = { hostname: server.host, port: server.port };
  if (env.SMTP && isLocal(server.host)) return env.SMTP.connect(address);
  return connect(address, {
    secureTransport: server.secure ? "on" : "starttls",
    allowHalfOpen: false,
  });
}

const isLocal = (host: string): boolean =>
  host === "localhost" || host.startsWith("127.") || host === "[::1]";

function serverIn(text: string): Server | null {
  try {
    const url = new URL(text);
    const secure = url.protocol === "smtps:";
    if (!secure && url.protocol !== "smtp:") return null;
    return {
      host: url.hostname,
      port: Number(url.port) || (secure ? 465 : 587),
      secure,
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    };
  } catch {
    return null;
  }
}
