/** Signed webhooks as fast as they are answered, over raw sockets: the sender must cost little. */
import { createHmac } from "node:crypto";
import { connect } from "node:net";

export const SECRET = "secret-of-the-bench";
let serial = 0;

/** An update of one of 200 customers, about four kilobytes, never the same twice. */
function webhook({ host, pathname }) {
  serial += 1;
  const id = 5_000 + (serial % 200);
  const body = JSON.stringify({
    id,
    email: `bench-${id}@people.example`,
    first_name: "Ben",
    last_name: "Chmark",
    updated_at: new Date(Date.UTC(2026, 10, 1) + serial * 1000).toISOString(),
    created_at: "2026-11-01T00:00:00Z",
    note: "n".repeat(3_700),
  });
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    "X-Shopify-Topic: customers/update",
    "X-Shopify-Shop-Domain: bench.myshopify.com",
    `X-Shopify-Hmac-Sha256: ${createHmac("sha256", SECRET).update(body).digest("base64")}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}

/** Sends over so many connections for so many seconds; gives how many were taken in. */
export async function load(address, connections, seconds) {
  const url = new URL(address);
  const end = performance.now() + seconds * 1000;
  const counts = Array.from({ length: connections }, () => oneConnection(url, end));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

function oneConnection(url, end) {
  return new Promise((resolve, reject) => {
    let done = 0;
    let answer = "";
    const socket = connect(Number(url.port), url.hostname);
    const next = () => {
      if (performance.now() < end) socket.write(webhook(url));
      else {
        socket.destroy();
        resolve(done);
      }
    };
    socket.setNoDelay(true);
    socket.on("connect", next);
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      const head = answer.indexOf("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
      if (head < 0 || answer.length < head + 4 + length) return;
      if (!answer.startsWith("HTTP/1.1 200")) {
        socket.destroy();
        return reject(new Error(`${url.href} refused a webhook: ${answer.slice(0, 200)}`));
      }
      answer = "";
      done += 1;
      next();
    });
  });
}
