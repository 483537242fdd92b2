/** Signed webhooks as fast as they are answered, over raw sockets: the sender must cost little. */
import { createHmac } from "node:crypto";
import { connect } from "node:net";

export const SECRET = "secret-of-the-bench";
let serial = 0;

/** An update of one of 200 customers, about four kilobytes, never the same twice. */
function update() {
  serial += 1;
  const id = 5_000 + (serial % 200);
  return {
    id,
    email: `bench-${id}@people.example`,
    first_name: "Ben",
    last_name: "Chmark",
    updated_at: new Date(Date.UTC(2026, 10, 1) + serial * 1000).toISOString(),
    created_at: "2026-11-01T00:00:00Z",
    note: "n".repeat(3_700),
  };
}

/** A signed request with a body. */
function request({ host, pathname }, topic, json) {
  const body = JSON.stringify(json);
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    `X-Shopify-Topic: ${topic}`,
    "X-Shopify-Shop-Domain: bench.myshopify.com",
    `X-Shopify-Hmac-Sha256: ${createHmac("sha256", SECRET).update(body).digest("base64")}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}

/** Sends updates over so many connections for so many seconds; gives how many were taken in. */
export function load(address, connections, seconds) {
  const end = performance.now() + seconds * 1000;
  return send(address, connections, "customers/update", () =>
    performance.now() < end ? update() : null,
  );
}

/** Sends what `next` gives, until it gives null, over so many connections; gives how many there were. */
export async function send(address, connections, topic, next) {
  const url = new URL(address);
  const counts = Array.from({ length: connections }, () => oneConnection(url, topic, next));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

function oneConnection(url, topic, make) {
  return new Promise((resolve, reject) => {
    let done = 0;
    let answer = "";
    const socket = connect(Number(url.port), url.hostname);
    const next = () => {
      const body = make();
      if (body !== null) socket.write(request(url, topic, body));
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
