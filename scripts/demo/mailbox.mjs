/** A real SMTP server on this machine, standing for everybody's mailbox. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../command.mjs";
import { Missing } from "../say.mjs";

// The mail server is a development dependency of the edge, where the tests use it as well.
const { SMTPServer } = createRequire(join(root, "edge/package.json"))("smtp-server");

/** Listens where the Worker sends to: `SMTP_URL`, as `npm start` reads it. */
export async function startMailbox(smtpUrl = "smtp://127.0.0.1:2525") {
  const { hostname, port } = new URL(smtpUrl);
  const mails = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const chunks = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push(mailFrom(Buffer.concat(chunks).toString(), session.envelope.rcptTo[0]?.address));
        done();
      });
    },
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(Number(port) || 25, hostname, resolve);
  }).catch((error) => {
    throw new Missing(
      `The demo's mail server cannot listen on ${hostname}:${port} (${error.code}). Stop what listens there, or start both npm start and npm run demo with another SMTP_URL.`,
    );
  });
  server.on("error", () => {});
  return {
    address: `${hostname}:${port}`,
    mails,
    to: (email) => mails.filter((mail) => mail.to === email),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function mailFrom(raw, to) {
  const head = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
  const header = (name) => head.match(new RegExp(`^${name}: (.*)$`, "im"))?.[1] ?? "";
  return {
    to,
    subject: decoded(header("Subject")),
    unsubscribe: header("List-Unsubscribe").match(/<(http[^>]+)>/)?.[1] ?? null,
  };
}

/** Header words as RFC 2047 writes them when they are not plain ASCII. */
const decoded = (text) =>
  text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?B\?([^?]*)\?=/gi, (_, base64) => Buffer.from(base64, "base64").toString());
