/** What the Shopify app asks for and hears of, as the Worker has it. */
import { workerModule } from "./worker-module.mjs";

export const { SCOPES } = await workerModule("platform/shopify/scopes.ts");
export const { TOPICS, HINTS, APP_TOPICS, inAdminApi } = await workerModule(
  "platform/shopify/topics.ts",
);
