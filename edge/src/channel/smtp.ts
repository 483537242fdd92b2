/**
 * Handing one mail to an SMTP server, and trying whether it would take one.
 *
 * Written here rather than taken from a library, because two things matter that none offers: to know
 * at which point a dialogue broke (before the last dot nothing was sent, after it nobody knows), and
 * to say nothing about the recipient in errors and logs.
 */
import { Buffer } from "node:buffer";
import { connect } from "cloudflare:sockets";
import type { Env } from "../env.ts";
import { isLoopback } from "../loopback.ts";
import { type MailServer, processServer } from "./mail-server.ts";
import type { Outcome, Slowed } from "./outcome.ts";
import { Broken, Dialogue, type Reply, type Stage } from "./smtp-dialogue.ts";

const DIALOGUE_LIMIT = 30_000;

export interface Envelope {
  from: string;
  to: string;
  /** The message with CR LF line ends. */
  data: string;
  /** Who greets the server, see `clientName`. */
  hello: string;
}

/** What a dialogue came to, for somebody who sets the server up. */
export interface Dialogued {
  outcome: Outcome;
  /** What the server was asked last. */
  stage: Stage;
  /** What it answered to that, in its own words; null where it did not answer. */
  said: string | null;
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
export async function sendMail(env: Env, server: MailServer, mail: Envelope): Promise<Dialogued> {
  return await talkTo(env, server, async (talk) => {
    const refused = (await begin(talk, server, mail.hello)) ?? (await named(talk, mail.from));
    return refused ?? (await handOver(talk, mail));
  });
}

/**
 * Tries a server up to where a recipient would be named: greeting, TLS, login and, where one is given,
 * the sender. Nothing is sent. Never throws.
 */
export async function tryServer(
  env: Env,
  server: MailServer,
  { hello, from }: { hello: string; from: string | null },
): Promise<Dialogued> {
  return await talkTo(env, server, async (talk) => {
    const refused = await begin(talk, server, hello);
    if (refused !== null) return refused;
    const notNamed = from === null ? null : await named(talk, from);
    if (notNamed !== null) return notNamed;
    await talk.say("QUIT").catch(() => {});
    return { type: "sent" };
  });
}

async function talkTo(
  env: Env,
  server: MailServer,
  work: (talk: Dialogue) => Promise<Outcome>,
): Promise<Dialogued> {
  const talk = new Dialogue(dial(env, server));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Broken("smtp-timeout")), DIALOGUE_LIMIT);
  });
  const opened = talk.opened().catch(async (error) => {
    throw await reasonOf(env, server, error);
  });
  const outcome = await Promise.race([opened.then(() => work(talk)), late])
    .catch((error: unknown): Outcome => {
      talk.last = null;
      const reason = error instanceof Broken ? error.message : "smtp-connection";
      return { type: talk.handedOver ? "unknown" : "retry", reason };
    })
    .finally(() => {
      clearTimeout(timer);
      talk.close();
    });
  return { outcome, stage: talk.stage, said: wordsOf(talk.last) };
}

/**
 * Why a connection does not stand. The runtime says the same of a server that is away and of one whose
 * certificate is not good; only the one can be reached without TLS. Nothing is said to it.
 */
async function reasonOf(env: Env, server: MailServer, error: unknown): Promise<unknown> {
  if (server.security !== "tls") return error;
  const plain = new Dialogue(dial(env, { ...server, security: "none" }));
  try {
    await plain.opened();
    return new Broken("smtp-tls");
  } catch {
    return error;
  } finally {
    plain.close();
  }
}

/** Greets, secures and logs in; null once the server takes mail, else why it does not. */
async function begin(talk: Dialogue, server: MailServer, hello: string): Promise<Outcome | null> {
  talk.stage = "greeting";
  const greeting = await talk.ask();
  if (!isGood(greeting, 2)) return ofTheServer(greeting);
  let offered = await talk.ask(`EHLO ${hello}`);
  if (server.security === "starttls") {
    talk.stage = "tls";
    // Without TLS anybody on the way could read the mail, and the password; and could have struck
    // the offer out of the greeting.
    if (!/^STARTTLS$/im.test(offered.text)) return { type: "retry", reason: "smtp-no-tls" };
    const started = await talk.ask("STARTTLS");
    if (!isGood(started, 2)) return ofTheServer(started);
    await talk.startTls();
    offered = await talk.ask(`EHLO ${hello}`);
  }
  if (server.user === "") return null;
  talk.stage = "login";
  return await logIn(talk, server, offered);
}

/** Logs in by the way that the server offers; most offer PLAIN, a few large ones LOGIN alone. */
async function logIn(talk: Dialogue, server: MailServer, offered: Reply): Promise<Outcome | null> {
  const { user, password } = server;
  const ways = /^AUTH[ =](.*)$/im.exec(offered.text)?.[1]?.toUpperCase().split(" ") ?? ["PLAIN"];
  const coded = (text: string) => Buffer.from(text).toString("base64");
  if (ways.includes("PLAIN")) {
    const login = await talk.ask(`AUTH PLAIN ${coded(`\0${user}\0${password}`)}`);
    return isGood(login, 2) ? null : LOGIN_REFUSED;
  }
  if (!ways.includes("LOGIN")) return { type: "retry", reason: "smtp-login-unknown" };
  for (const line of ["AUTH LOGIN", coded(user)]) {
    if (!isGood(await talk.ask(line), 3)) return LOGIN_REFUSED;
  }
  return isGood(await talk.ask(coded(password)), 2) ? null : LOGIN_REFUSED;
}

const LOGIN_REFUSED: Outcome = { type: "retry", reason: "smtp-login-refused" };

/** Names the sender; null where the server takes mail from them. */
async function named(talk: Dialogue, from: string): Promise<Outcome | null> {
  talk.stage = "sender";
  const sender = await talk.ask(`MAIL FROM:<${from}>`);
  return isGood(sender, 2) ? null : ofTheServer(sender);
}

async function handOver(talk: Dialogue, { to, data: text }: Envelope): Promise<Outcome> {
  talk.stage = "recipient";
  const recipient = await talk.ask(`RCPT TO:<${to}>`);
  if (!isGood(recipient, 2)) return ofTheMessage(recipient, "recipient");
  talk.stage = "content";
  const data = await talk.ask("DATA");
  if (!isGood(data, 3)) return ofTheMessage(data, "content");
  const stuffed = text.replace(/^\./gm, "..");
  talk.handedOver = true;
  // A clear refusal after the last dot is an answer too: the server did not take it.
  const verdict = await talk.ask(`${stuffed.replace(/\r\n$/, "")}\r\n.`);
  if (!isGood(verdict, 2)) return ofTheMessage(verdict, "content");
  await talk.say("QUIT").catch(() => {});
  return { type: "sent" };
}

const isGood = ({ code }: Reply, expected: number): boolean => Math.floor(code / 100) === expected;

/**
 * A refusal before anything was said of this message's recipient: the server's trouble, or its settings',
 * and not the message's. It would meet every message alike, so none of them is lost to it.
 */
const ofTheServer = ({ code }: Reply): Outcome => retry(code, code < 500 ? "provider" : null);

const retry = (code: number, slows: Slowed | null): Outcome => {
  const reason = `smtp-${code}`;
  return slows === null ? { type: "retry", reason } : { type: "retry", reason, slows };
};

/**
 * A refusal of this message: for good from 500 on. Only an answer to the recipient that says with an
 * enhanced code (RFC 3463) that the address is wrong or nobody's (5.1.x) says so; a refusal for policy or
 * reputation (5.7.x) says nothing of the recipient.
 */
function ofTheMessage({ code, text }: Reply, about: "recipient" | "content"): Outcome {
  const reason = `smtp-${code}`;
  if (code < 500) return retry(code, slowedBy(code, text));
  const noMailbox = about === "recipient" && /^5\.1\.(?:1|2|3|6|10)\b/m.test(text);
  return noMailbox
    ? { type: "failed", reason: "no-mailbox", noMailbox }
    : { type: "failed", reason };
}

/**
 * Whose limit an answer for now is about. 421 closes the service itself (RFC 5321, 4.2.3), and Amazon SES says
 * 454 of its sending rate, even after the message. 451 and the codes of policy (4.7.x, RFC 3463) come from
 * where the recipient's mail is. The others are about one mailbox.
 */
function slowedBy(code: number, text: string): Slowed | null {
  if (code === 421 || code === 454) return "provider";
  return code === 451 || /^4\.7\.\d+\b/m.test(text) ? "mailbox-provider" : null;
}

/** The most of a server's answer that is shown. */
const MOST_SHOWN = 300;

const wordsOf = (reply: Reply | null): string | null =>
  reply === null
    ? null
    : `${reply.code} ${reply.text.replace(/[\p{Cc}\s]+/gu, " ")}`.trim().slice(0, MOST_SHOWN);

/**
 * The process's own server on this machine is reached through its own binding, because the global network
 * is public-only; so another server on this machine is not reached at all.
 */
function dial(env: Env, server: MailServer): Socket {
  const { host: hostname, port, security } = server;
  const own = processServer(env);
  const isOwn = own?.host === hostname && own.port === port;
  if (env.SMTP && isOwn && isLoopback(hostname)) return env.SMTP.connect({ hostname, port });
  const secureTransport = security === "tls" ? "on" : security === "starttls" ? "starttls" : "off";
  return connect({ hostname, port }, { secureTransport, allowHalfOpen: false });
}
