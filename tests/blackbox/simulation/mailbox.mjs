/**
 * A mail server that does what the simulation asks: it refuses, hangs up before the message, after
 * it and after its own answer, or holds its answer back until the sender is dead.
 *
 * It is written here because what is tested is the order of single lines and hang-ups.
 */
import { createServer } from "node:net";
import { read } from "../mail-server.mjs";

/**
 * @typedef {"refuse-for-now" | "refuse-for-good" | "hang-up-early" | "refuse-after-message" |
 *   "hang-up-unanswered" | "hang-up-answered" | "hold" | null} Trouble
 */

/**
 * Starts the server.
 *
 * @param {{
 *   connected: () => number, onRecipient: (address: string) => Trouble,
 *   onMessage: (mail: {to: string, headers: Record<string, string>}) => Trouble,
 * }} conduct `connected` gives what is written down as `begun` with each message
 */
export async function startMailbox({ connected, onRecipient, onMessage }) {
  const messages = [];
  const open = new Set();
  const server = createServer((socket) => {
    const begun = connected();
    let to = "";
    let data = null;
    let held = "";
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => {});
    const say = (line, after) => socket.write(`${line}\r\n`, after);

    const commands = {
      EHLO: () => say("250 mailbox"),
      MAIL: () => say("250 go on"),
      RCPT: (line) => {
        to = line.slice(line.indexOf("<") + 1, line.indexOf(">"));
        const trouble = onRecipient(to);
        if (trouble === "refuse-for-now") say("451 try later");
        else if (trouble === "refuse-for-good") say("550 no such mailbox");
        else if (trouble === "hang-up-early") socket.destroy();
        else say("250 go on");
      },
      DATA: () => {
        data = [];
        say("354 go on");
      },
      QUIT: () => say("221 bye", () => socket.destroy()),
    };

    const take = () => {
      const raw = data.map((line) => line.replace(/^\.\./, ".")).join("\r\n");
      data = null;
      const mail = { to, begun, raw: `${raw}\r\n`, ...read(raw) };
      mail.effect = mail.headers["message-id"].match(/^<([^@]+)@/)[1];
      mail.trouble = onMessage(mail);
      messages.push(mail);
      if (mail.trouble === "refuse-after-message") say("452 no room");
      else if (mail.trouble === "hang-up-unanswered") socket.destroy();
      else if (mail.trouble === "hang-up-answered") say("250 taken", () => socket.destroy());
      else if (mail.trouble !== "hold") say("250 taken");
    };

    socket.on("data", (chunk) => {
      held += chunk.toString("latin1");
      for (let end = held.indexOf("\r\n"); end >= 0; end = held.indexOf("\r\n")) {
        const line = held.slice(0, end);
        held = held.slice(end + 2);
        if (data === null) (commands[line.slice(0, 4)] ?? (() => say("502 unknown")))(line);
        else if (line === ".") take();
        else data.push(line);
      }
    });
    say("220 mailbox");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    messages,
    url: `smtp://127.0.0.1:${server.address().port}`,
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Whether the server has a message, or may have it as far as its sender can know. */
export const handedOver = ({ trouble }) => trouble !== "refuse-after-message";
