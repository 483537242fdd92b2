/** A receiver of webhooks that answers as the simulation sets it, and keeps what it was sent. */
import { createServer } from "node:https";
import { certificate } from "../world.mjs";

/**
 * Starts it.
 *
 * @param {{onCall: (body: object) => "hang-up" | "hold" | string | null}} conduct a number is a status
 */
export async function startProvider({ onCall }) {
  const calls = [];
  const server = createServer({ key: certificate, cert: certificate }, (request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const trouble = onCall(JSON.parse(body));
      calls.push({ effect: request.headers["webhook-id"], trouble, body });
      if (trouble === "hang-up") request.socket.destroy();
      else if (trouble !== "hold") response.writeHead(Number(trouble ?? 200)).end("{}");
    });
  });
  server.on("clientError", (_, socket) => socket.destroy());
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    calls,
    url: `https://localhost:${server.address().port}/hook`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
