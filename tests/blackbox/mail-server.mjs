/** A real SMTP server on loopback that keeps what it is sent, and can be made to misbehave. */
import { createServer } from "node:net";
import { SMTPServer } from "smtp-server";

/**
 * @param {{
 *   onConnect?: () => Error | null,
 *   onSender?: (address: string) => Error | null,
 *   onRecipient?: (address: string) => Error | null,
 *   onMessage?: (mail: string) => "answer" | "hang" | Promise<"answer">,
 *   tls?: "from-the-start" | "starttls", pem?: string, password?: string, ways?: string[],
 * }} [options] `pem` is a key and its certificate; with a password, `edgewise` must log in, by
 *   one of the `ways`
 */
export async function startMailServer({
  onConnect = () => null,
  onSender = () => null,
  onRecipient = () => null,
  onMessage = () => "answer",
  tls,
  pem,
  password,
  ways = ["PLAIN", "LOGIN"],
} = {}) {
  const mails = [];
  const server = new SMTPServer({
    authOptional: password === undefined,
    authMethods: ways,
    onAuth: ({ username, password: given }, session, done) =>
      username === "edgewise" && given === password && session.secure
        ? done(null, { user: username })
        : done(new Error("refused")),
    disabledCommands: tls === "starttls" ? [] : ["STARTTLS"],
    secure: tls === "from-the-start",
    ...(pem === undefined ? {} : { key: pem, cert: pem }),
    onConnect: (_session, done) => done(onConnect()),
    onMailFrom: ({ address }, _session, done) => done(onSender(address)),
    onRcptTo: ({ address }, _session, done) => done(onRecipient(address)),
    onData(stream, session, done) {
      const chunks = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        const raw = Buffer.concat(chunks).toString();
        mails.push({
          raw,
          secure: session.secure,
          to: session.envelope.rcptTo.map(({ address }) => address),
          ...read(raw),
        });
        Promise.resolve(onMessage(raw)).then((word) => word === "answer" && done());
      });
    },
  });
  server.on("error", () => {});
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address();
  return {
    mails,
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** A mail server that takes a message and goes away without a word: nobody knows what became of it. */
export async function startSilentServer() {
  const server = createServer((socket) => {
    let isMail = false;
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      const said = chunk.toString();
      if (isMail && said.endsWith("\r\n.\r\n")) socket.destroy();
      else if (!isMail) {
        isMail = said.startsWith("DATA");
        socket.write(isMail ? "354 go on\r\n" : "250 ok\r\n");
      }
    });
    socket.write("220 silent\r\n");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: server.address().port, close: () => server.close() };
}

/** A refusal as a server says it. */
export const refusal = (responseCode, text) => Object.assign(new Error(text), { responseCode });

/** Headers (unfolded, lower-case names) and the decoded parts of a message. */
export function read(raw) {
  const [head, ...rest] = raw.split(/\r\n\r\n/);
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(":")).toLowerCase(),
      line.slice(line.indexOf(":") + 2),
    ]),
  );
  const boundary = headers["content-type"]?.match(/boundary="([^"]+)"/)?.[1];
  const parts = rest.join("\r\n\r\n").split(`--${boundary}`).slice(1, -1);
  const [text, html] = parts.map((part) =>
    Buffer.from(part.split("\r\n\r\n").slice(1).join(""), "base64").toString(),
  );
  return { headers, lines, text, html };
}
