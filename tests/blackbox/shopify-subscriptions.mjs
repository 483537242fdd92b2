/** The webhook subscriptions of the Shopify stand-in: made, listed and removed by the Admin API, and delivered to. */
import { sign } from "./world.mjs";
import { API_VERSION } from "../../scripts/shopify-schema.mjs";
import { publishedSchema } from "./shopify-store.mjs";

/** Lets webhooks be subscribed in a shop of the stand-in. */
export async function withSubscriptions(store) {
  const { schema } = await publishedSchema();
  const subscriptions = new Subscriptions(store, schema.getType("WebhookSubscriptionTopic"));
  store.more = { ...store.more, ...subscriptions.resolvers };
  return subscriptions;
}

/** The scopes of which a topic needs one, as its description says. */
export const scopesOfTopic = ({ description }) =>
  description
    .replace(/\s+/g, " ")
    .match(/Requires .*$/)?.[0]
    .match(/\b(?:read|write)_\w+/g) ?? [];

/** A topic as deliveries name it, such as `orders/create`. */
export const topicIn = ({ description }) => /`([a-z_]+[./][a-z_]+)`/.exec(description)[1];

class Subscriptions {
  /** By id: `{id, topic, uri, apiVersion}`, the topic as the Admin API names it. */
  all = new Map();
  /** The version that those have which are made now. */
  version = API_VERSION;
  /** What is called after each change. */
  changed = () => {};
  #store;
  #topics;
  #made = 0;

  constructor(store, topics) {
    this.#store = store;
    this.#topics = topics;
  }

  /** Sends what the shop tells of a topic to whoever subscribed to it; gives the answers. */
  deliver(world, topic, body, { secret, at = this.#named(topic) }) {
    const bytes = JSON.stringify(body);
    return Promise.all(
      at.map(({ uri }) =>
        world.fetch(new URL(uri).pathname, {
          method: "POST",
          body: bytes,
          headers: {
            "content-type": "application/json",
            "x-shopify-topic": topic,
            "x-shopify-shop-domain": this.#store.domain,
            "x-shopify-hmac-sha256": sign(secret, bytes),
          },
        }),
      ),
    );
  }

  #named(topic) {
    const name = topic.replace(/[./]/g, "_").toUpperCase();
    return [...this.all.values()].filter((one) => one.topic === name);
  }

  get resolvers() {
    return {
      webhookSubscriptions: ({ first, after }) => {
        const from = after == null ? 0 : Number(after);
        const all = [...this.all.values()];
        const hasNextPage = all.length > from + first;
        const pageInfo = { hasNextPage, endCursor: String(from + first) };
        return { nodes: all.slice(from, from + first), pageInfo };
      },
      webhookSubscriptionCreate: ({ topic, webhookSubscription: { uri } }) => {
        const refused = (message) => ({
          webhookSubscription: null,
          userErrors: [{ field: ["webhookSubscription"], message }],
        });
        const scopes = scopesOfTopic(this.#topics.getValue(topic));
        const has = (scope) =>
          this.#store.scopes.has(scope) ||
          this.#store.scopes.has(scope.replace(/^read_/, "write_"));
        if (scopes.length > 0 && !scopes.some(has))
          return refused("You cannot create a webhook subscription with it");
        if ([...this.all.values()].some((one) => one.topic === topic && one.uri === uri)) {
          return refused("Address for this topic has already been taken");
        }
        this.#made += 1;
        const id = `gid://shopify/WebhookSubscription/${this.#made}`;
        this.all.set(id, { id, topic, uri, apiVersion: { handle: this.version } });
        this.changed();
        return { webhookSubscription: { id }, userErrors: [] };
      },
      webhookSubscriptionDelete: ({ id }) => {
        const isKnown = this.all.delete(id);
        this.changed();
        return isKnown
          ? { deletedWebhookSubscriptionId: id, userErrors: [] }
          : { userErrors: [{ message: "Webhook subscription does not exist" }] };
      },
    };
  }
}
