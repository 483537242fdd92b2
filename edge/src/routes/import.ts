/** Importing a connected store's past. */
import * as contract from "../contract/import.ts";
import { Problem } from "../problem.ts";
import { gives, group, Reply, route } from "./route.ts";

const answers = { 200: gives("The import", contract.Import) };

export const imports = group("Import", "A connected store's past: its customers and orders.", [
  route("GET /api/shops/{shop}/import", {
    id: "getImport",
    summary: "Get how far the import has come",
    access: "operations:read",
    answers,
    handle: ({ shop }) => shop.admin.import(),
  }),

  route("POST /api/shops/{shop}/import", {
    id: "beginImport",
    summary: "Import the store's products, customers, orders and what else it lists",
    description:
      "It begins by itself when a store is first connected, or first gives an access token. Doing it again adds only what's missing. What's imported is past: it starts no workflow and sends nothing.",
    access: "operations:write",
    change: "import-begun",
    answers: { 202: gives("The import", contract.Import) },
    errors: { 409: "No store is connected, or an import is underway" },
    handle: async ({ shop }) => {
      const begun = await shop.admin.changeImport("begin");
      if (begun !== null) return new Reply(202, begun);
      const { connected } = JSON.parse(await shop.admin.connection());
      throw connected
        ? new Problem(409, "import-underway", "An import is underway. Wait for it, or cancel it.")
        : new Problem(409, "not-connected", "No store is connected. Connect one first.");
    },
  }),

  route("POST /api/shops/{shop}/import/pause", {
    id: "pauseImport",
    summary: "Pause the import",
    access: "operations:write",
    change: "import-paused",
    answers,
    errors: { 409: "No import is running" },
    handle: async ({ shop }) =>
      (await shop.admin.changeImport("pause")) ?? refused("No import is running."),
  }),

  route("POST /api/shops/{shop}/import/resume", {
    id: "resumeImport",
    summary: "Resume a paused import",
    access: "operations:write",
    change: "import-resumed",
    answers,
    errors: { 409: "The import isn't paused" },
    handle: async ({ shop }) =>
      (await shop.admin.changeImport("resume")) ?? refused("The import isn't paused."),
  }),

  route("DELETE /api/shops/{shop}/import", {
    id: "cancelImport",
    summary: "Cancel the import; what was imported stays",
    access: "operations:write",
    change: "import-cancelled",
    answers,
    errors: { 409: "No import is underway" },
    handle: async ({ shop }) =>
      (await shop.admin.changeImport("cancel")) ?? refused("No import is underway."),
  }),
]);

function refused(message: string): never {
  throw new Problem(409, "no-such-import", message);
}
