/** What the settings ask of the edge. */
import type {
  ApiKey,
  Change,
  CodePool,
  Connection as StoreConnection,
  Disconnected,
  EmailChecked,
  EmailConnection,
  EmailPace,
  Forms,
  Health,
  Import,
  Invited,
  NewEmailConnection,
  NewEmailPace,
  Person,
  PrivacyRequest,
  SenderDomain,
  Shop as About,
  Surveys,
} from "edgewise-edge/contract.ts";
import type { Api } from "../server/api.ts";

export type {
  About,
  ApiKey,
  Change,
  CodePool,
  EmailChecked,
  EmailConnection,
  EmailPace,
  Health,
  Import,
  Invited,
  NewEmailConnection,
  Person,
  PrivacyRequest,
  SenderDomain,
  StoreConnection,
};

export const about = (server: Api, shop: string): Promise<About> => server.read(`/${shop}`);

export const health = (server: Api, shop: string): Promise<Health> =>
  server.read(`/${shop}/health`);

export const privacyRequests = async (server: Api, shop: string): Promise<PrivacyRequest[]> =>
  (await server.read<{ privacy_requests: PrivacyRequest[] }>(`/${shop}/privacy-requests`))
    .privacy_requests;

/** Answers a request that waits: erase the customer, or keep them. */
export const answerPrivacyRequest = (
  server: Api,
  shop: string,
  id: string,
  answer: "erase" | "keep",
): Promise<unknown> => server.send("POST", `/${shop}/privacy-requests/answer`, { id, answer });

export const changeSecret = (server: Api, shop: string, secret: string): Promise<unknown> =>
  server.send("PUT", `/${shop}/webhook-secret`, { webhook_secret: secret });

/** Whether there is a token or a key that the store can be asked with. */
export const hasStoreAccess = async (server: Api, shop: string): Promise<boolean> =>
  (await server.read<{ can_ask: boolean }>(`/${shop}/questions`)).can_ask;

/** Keeps a Shopify store's access token; null forgets it. */
export const setStoreAccess = (server: Api, shop: string, token: string | null): Promise<unknown> =>
  server.send("PUT", `/${shop}/platform-access`, token === null ? null : { access_token: token });

/** What outgoing webhooks are signed with; only read when it is asked for. */
export const outgoingSecret = async (server: Api, shop: string): Promise<string> =>
  (
    await server.send<{ outgoing_webhook_secret: string }>(
      "POST",
      `/${shop}/outgoing-webhook-secret`,
    )
  ).outgoing_webhook_secret;

export type Form = Forms["forms"][number];
export type Survey = Surveys["surveys"][number];

/** The forms that are published. */
export const forms = async (server: Api, shop: string): Promise<Form[]> =>
  (await server.read<Forms>(`/${shop}/forms`)).forms;

/** What customers answered. */
export const surveys = async (server: Api, shop: string): Promise<Survey[]> =>
  (await server.read<Surveys>(`/${shop}/surveys`)).surveys;

/** The pools of coupon codes. */
export const codePools = async (server: Api, shop: string): Promise<CodePool[]> =>
  (await server.read<{ pools: CodePool[] }>(`/${shop}/code-pools`)).pools;

const codesOf = (shop: string, pool: string) =>
  `/${shop}/code-pools/${encodeURIComponent(pool)}/codes`;

export const addCodes = (
  server: Api,
  shop: string,
  pool: string,
  codes: string[],
): Promise<{ added: number; known: number }> => server.send("POST", codesOf(shop, pool), { codes });

/** Removes the codes that were not given out. */
export const removeCodes = (server: Api, shop: string, pool: string): Promise<unknown> =>
  server.send("DELETE", codesOf(shop, pool));

/** How a store is connected, by its plugin or the app. */
export const storeConnection = (server: Api, shop: string): Promise<StoreConnection> =>
  server.read(`/${shop}/connection`);

/** Has the webhooks looked after now; gives the connection afterwards. */
export const checkConnection = (server: Api, shop: string): Promise<StoreConnection> =>
  server.send("POST", `/${shop}/connection/check`);

/** Makes a code to paste into the plugin's page. */
export const connectionCode = async (server: Api, shop: string): Promise<string> =>
  (await server.send<{ code: string }>("POST", `/${shop}/connection/code`)).code;

/** Removes webhooks and keys; what the store did not let us remove is left. */
export const disconnect = (server: Api, shop: string): Promise<Disconnected> =>
  server.send("DELETE", `/${shop}/connection`);

/** How far the import of the store's past has come. */
export const importOf = (server: Api, shop: string): Promise<Import> =>
  server.read(`/${shop}/import`);

export type ImportAct = "begin" | "pause" | "resume" | "cancel";

/** Begins the import, holds it, lets it go on or ends it. */
export const changeImport = (server: Api, shop: string, what: ImportAct): Promise<Import> =>
  what === "cancel"
    ? server.send("DELETE", `/${shop}/import`)
    : server.send("POST", what === "begin" ? `/${shop}/import` : `/${shop}/import/${what}`);

/** What email goes through. */
export const emailConnection = (server: Api, shop: string): Promise<EmailConnection> =>
  server.read(`/${shop}/email-connection`);

export const setEmail = (
  server: Api,
  shop: string,
  given: NewEmailConnection,
): Promise<EmailConnection> => server.send("PUT", `/${shop}/email-connection`, given);

export const removeEmail = (server: Api, shop: string): Promise<unknown> =>
  server.send("DELETE", `/${shop}/email-connection`);

/** Connects and signs in with settings that are not saved, and sends nothing. */
export const checkEmail = (
  server: Api,
  shop: string,
  given: NewEmailConnection,
): Promise<EmailChecked> =>
  server.send("POST", `/${shop}/email-connection/check`, { server: given });

/** Makes a new address for the provider's reports; the one before stops working. */
export const newReportAddress = async (server: Api, shop: string): Promise<string> =>
  (await server.send<{ url: string }>("POST", `/${shop}/email-connection/report-address`)).url;

export const sendTestEmail = (server: Api, shop: string, to: string): Promise<EmailChecked> =>
  server.send("POST", `/${shop}/email-connection/test-email`, { to });

export const emailPace = (server: Api, shop: string): Promise<EmailPace> =>
  server.read(`/${shop}/email-pace`);

export const setEmailPace = (server: Api, shop: string, given: NewEmailPace): Promise<EmailPace> =>
  server.send("PUT", `/${shop}/email-pace`, given);

export const senderDomain = (server: Api, shop: string): Promise<SenderDomain> =>
  server.read(`/${shop}/sender-domain`);

/** Looks the sender's DNS up; `selector` is where the DKIM key is, null for the one before. */
export const checkSenderDomain = (
  server: Api,
  shop: string,
  selector: string | null,
): Promise<SenderDomain> => server.send("POST", `/${shop}/sender-domain/check`, { selector });

/** Makes a new webhook address; the one before stays good until the next change. */
export const newAddress = async (server: Api, shop: string): Promise<string> =>
  (await server.send<{ webhook_url: string }>("POST", `/${shop}/webhook-address`)).webhook_url;

export const apiKeys = async (server: Api, shop: string): Promise<ApiKey[]> =>
  (await server.read<{ keys: ApiKey[] }>(`/${shop}/keys`)).keys;

/** Makes a key, which is shown this once. */
export const makeApiKey = (
  server: Api,
  shop: string,
  name: string,
  scopes: string[],
): Promise<ApiKey & { key: string }> => server.send("POST", `/${shop}/keys`, { name, scopes });

export const revokeApiKey = (server: Api, shop: string, id: string): Promise<unknown> =>
  server.send("DELETE", `/${shop}/keys/${encodeURIComponent(id)}`);

export const changePage = (
  server: Api,
  shop: string,
  before: number | null,
  limit: number,
): Promise<{ changes: Change[]; next: number | null }> =>
  server.read(`/${shop}/changes?limit=${limit}${before === null ? "" : `&before=${before}`}`);

/** Who may sign in to the shop. */
export const people = async (server: Api, shop: string): Promise<Person[]> =>
  (await server.read<{ people: Person[] }>(`/${shop}/people`)).people;

export type NewPerson = Pick<Person, "name" | "email" | "role" | "personal_data">;

/** Invites somebody; the link is in the answer this once. */
export const invite = (server: Api, shop: string, of: NewPerson): Promise<Invited> =>
  server.send("POST", `/${shop}/people`, of);

const personAt = (shop: string, id: string) => `/${shop}/people/${encodeURIComponent(id)}`;

/** Makes the invitation anew; the link before ends. */
export const inviteAgain = (server: Api, shop: string, id: string): Promise<Invited> =>
  server.send("POST", `${personAt(shop, id)}/invitation`);

export const changePerson = (
  server: Api,
  shop: string,
  id: string,
  to: Partial<Pick<Person, "role" | "personal_data"> & { blocked: boolean }>,
): Promise<Person> => server.send("PUT", personAt(shop, id), to);

export const removePerson = (server: Api, shop: string, id: string): Promise<unknown> =>
  server.send("DELETE", personAt(shop, id));
