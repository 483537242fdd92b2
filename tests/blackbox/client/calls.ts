/**
 * A program of somebody who has nothing but `/openapi.json`: it calls every operation with a client and types
 * that public tools made of the document. It compiles only while the document says what it relies on.
 */
import createClient from "openapi-fetch";
import type { components, operations, paths } from "./generated/api";

/** What the operations are called about; the test prepares it. */
export interface Things {
  base: string;
  adminKey: string;
  /** A shop with customers, a segment, a live workflow and something in its outbox. */
  shop: string;
  segment: string;
  workflow: string;
}

interface Answer {
  status: number;
  data: unknown;
}

/** A picture of one pixel. */
const DOT = "GIF89a\x01\x00\x01\x00\x00\x00\x00;";

const dayAgo = () => Date.now() - 86_400_000;

/** Calls every operation once; gives each one's answer by its id. */
export async function callAll(things: Things): Promise<Record<keyof operations, Answer>> {
  const { base, adminKey, shop } = things;
  const client = createClient<paths>({
    baseUrl: base,
    headers: { authorization: `Bearer ${adminKey}` },
  });
  const of = { params: { path: { shop } } };

  const answer = async <T>(call: Promise<{ response: Response; data?: T; error?: unknown }>) => {
    const { response, data, error } = await call;
    return { status: response.status, data: data ?? null, error: error ?? null };
  };
  /** The same, for an answer that the calls after it stand on. */
  const sure = async <T>(call: Promise<{ response: Response; data?: T; error?: unknown }>) => {
    const given = await answer(call);
    if (given.data === null) throw new Error(`${given.status} ${JSON.stringify(given.error)}`);
    return { status: given.status, data: given.data };
  };

  const listShops = await sure(client.GET("/api/shops"));
  const first: components["schemas"]["ShopSummary"] | undefined = listShops.data.shops[0];
  if (first === undefined) throw new Error("no shop is listed");

  const createShop = await sure(
    client.POST("/api/shops", {
      body: {
        platform: "woocommerce",
        domain: "made-by-a-client.example",
        time_zone: "Europe/Berlin",
        currency: "EUR",
      },
    }),
  );
  const secret: string | undefined = createShop.data.webhook_secret;
  if (secret === undefined) throw new Error("the one-time secret is missing");

  const getShop = await sure(client.GET("/api/shops/{shop}", of));
  const { domain } = getShop.data;
  const getConfig = await sure(client.GET("/api/shops/{shop}/config", of));
  const { config, plan } = getConfig.data;
  const listCustomers = await sure(client.GET("/api/shops/{shop}/customers", of));
  const customer = listCustomers.data.customers[0]?.customer ?? "nobody";
  const one = { params: { path: { shop, customer } } };
  const getCustomer = await sure(client.GET("/api/shops/{shop}/customers/{customer}", one));
  const score: number | undefined = getCustomer.data.standing?.score;
  if (score === undefined) throw new Error("the customer has no standing");
  const getTimeline = await sure(
    client.GET("/api/shops/{shop}/customers/{customer}/timeline", {
      params: { path: { shop, customer }, query: { limit: 10 } },
    }),
  );
  const sentence: string | undefined = getTimeline.data.moments[0]?.sentences[0];
  if (sentence === undefined) throw new Error("the story is empty");

  const getOperations = await sure(
    client.GET("/api/shops/{shop}/operations", {
      params: { path: { shop }, query: { from: dayAgo() } },
    }),
  );
  const late: number = getOperations.data.sums.delay.most_ms;
  if (late < 0) throw new Error("done before its time");
  const listOutbox = await sure(
    client.GET("/api/shops/{shop}/outbox", {
      params: { path: { shop }, query: { of: "messages", limit: 5 } },
    }),
  );
  const email: string | null | undefined = listOutbox.data.outbox[0]?.person.email;
  if (!email) throw new Error("the outbox names nobody");

  const createKey = await sure(
    client.POST("/api/shops/{shop}/keys", {
      ...of,
      body: { name: "Script", scopes: ["read-only"] },
    }),
  );
  const createOperatorKey = await sure(client.POST("/api/keys", { body: { name: "Prometheus" } }));

  const { segment, workflow } = things;
  const aSegment = { params: { path: { shop, segment } } };
  const aWorkflow = { params: { path: { shop, workflow } } };
  const aPerson = { params: { path: { shop, person: "none" } } };
  /** The header by which the admin page shows that it sends. */
  const page = { params: { header: { "X-Edgewise-Page": "1" } } };
  const aToken = { params: { path: { token: "x".repeat(43) } } };
  const noForm = { params: { path: { form: `${shop}.none` } } };
  const aForm = {
    body: {},
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    parseAs: "text",
  } as const;
  const own = config.workflows?.find(({ id }) => id === workflow);
  if (own === undefined) throw new Error("the configuration lacks its workflow");

  const backUpShop = await sure(client.GET("/api/shops/{shop}/backup", { ...of, parseAs: "text" }));

  return {
    listShops,
    createShop,
    getShop,
    getConfig,
    listCustomers,
    getCustomer,
    getTimeline,
    getOperations,
    listOutbox,
    createKey,
    createOperatorKey,
    backUpShop,

    moveShop: await answer(client.PUT("/api/shops/{shop}/domain", { ...of, body: { domain } })),
    rotateWebhookSecret: await answer(
      client.PUT("/api/shops/{shop}/webhook-secret", {
        ...of,
        body: { webhook_secret: "another secret" },
      }),
    ),
    rotateServerKey: await answer(client.POST("/api/shops/{shop}/server-key", of)),
    rotateWebhookAddress: await answer(client.POST("/api/shops/{shop}/webhook-address", of)),
    revealOutgoingWebhookSecret: await answer(
      client.POST("/api/shops/{shop}/outgoing-webhook-secret", of),
    ),
    moveClock: await answer(
      client.POST("/api/shops/{shop}/clock", { ...of, body: { advance_ms: 1_000 } }),
    ),

    getConnection: await answer(client.GET("/api/shops/{shop}/connection", of)),
    createConnectionCode: await answer(client.POST("/api/shops/{shop}/connection/code", of)),
    checkConnection: await answer(client.POST("/api/shops/{shop}/connection/check", of)),
    disconnect: await answer(client.DELETE("/api/shops/{shop}/connection", of)),
    openApp: await answer(client.PUT("/api/installation", { body: { adopt: false } })),
    getImport: await answer(client.GET("/api/shops/{shop}/import", of)),
    beginImport: await answer(client.POST("/api/shops/{shop}/import", of)),
    pauseImport: await answer(client.POST("/api/shops/{shop}/import/pause", of)),
    resumeImport: await answer(client.POST("/api/shops/{shop}/import/resume", of)),
    cancelImport: await answer(client.DELETE("/api/shops/{shop}/import", of)),

    getSetUp: await answer(client.GET("/api/shops/{shop}/set-up", of)),
    dismissSetUp: await answer(client.POST("/api/shops/{shop}/set-up/dismiss", of)),

    setEmailConnection: await answer(
      client.PUT("/api/shops/{shop}/email-connection", {
        ...of,
        body: { provider: "smtp", host: "localhost", port: 9, security: "none", user: "" },
      }),
    ),
    getEmailConnection: await answer(client.GET("/api/shops/{shop}/email-connection", of)),
    checkEmailConnection: await answer(
      client.POST("/api/shops/{shop}/email-connection/check", { ...of, body: { server: null } }),
    ),
    sendTestEmail: await answer(
      client.POST("/api/shops/{shop}/email-connection/test-email", {
        ...of,
        body: { to: "me@shop.example" },
      }),
    ),
    resolveMessage: await answer(
      client.POST("/api/shops/{shop}/outbox/{effect}/resolve", {
        params: { path: { ...of.params.path, effect: "e-0" } },
        body: { arrived: true },
      }),
    ),
    setEmailPace: await answer(
      client.PUT("/api/shops/{shop}/email-pace", {
        ...of,
        body: {
          per_minute: 600,
          mailbox_provider_per_minute: null,
          warm_up: { days: [50, 100], restart: false },
        },
      }),
    ),
    checkSenderDomain: await answer(
      client.POST("/api/shops/{shop}/sender-domain/check", { ...of, body: { selector: null } }),
    ),
    getSenderDomain: await answer(client.GET("/api/shops/{shop}/sender-domain", of)),
    getEmailPace: await answer(client.GET("/api/shops/{shop}/email-pace", of)),
    createReportAddress: await answer(
      client.POST("/api/shops/{shop}/email-connection/report-address", of),
    ),
    deleteEmailConnection: await answer(client.DELETE("/api/shops/{shop}/email-connection", of)),

    setSmsConnection: await answer(
      client.PUT("/api/shops/{shop}/sms-connection", {
        ...of,
        body: { provider: "webhook", url: "http://localhost:9/", sender: "MIRA" },
      }),
    ),
    getSmsConnection: await answer(client.GET("/api/shops/{shop}/sms-connection", of)),
    checkSmsConnection: await answer(
      client.POST("/api/shops/{shop}/sms-connection/check", { ...of, body: { connection: null } }),
    ),
    sendTestText: await answer(
      client.POST("/api/shops/{shop}/sms-connection/test-text", {
        ...of,
        body: { to: "+4915100000001", message: null },
      }),
    ),
    deleteSmsConnection: await answer(client.DELETE("/api/shops/{shop}/sms-connection", of)),

    invitePerson: await answer(
      client.POST("/api/shops/{shop}/people", {
        ...of,
        body: {
          name: "Anna Berg",
          email: "anna@shop.example",
          role: "editor",
          personal_data: true,
        },
      }),
    ),
    listPeople: await answer(client.GET("/api/shops/{shop}/people", of)),
    inviteAgain: await answer(client.POST("/api/shops/{shop}/people/{person}/invitation", aPerson)),
    changePerson: await answer(
      client.PUT("/api/shops/{shop}/people/{person}", { ...aPerson, body: { role: "viewer" } }),
    ),
    removePerson: await answer(client.DELETE("/api/shops/{shop}/people/{person}", aPerson)),
    getMe: await answer(client.GET("/api/me")),
    changePassword: await answer(
      client.PUT("/api/me/password", {
        body: { current: "an old password", password: "some new password" },
      }),
    ),
    listMySessions: await answer(client.GET("/api/me/sessions")),
    endMySessions: await answer(client.DELETE("/api/me/sessions")),
    endMySession: await answer(
      client.DELETE("/api/me/sessions/{session}", { params: { path: { session: "current" } } }),
    ),
    signIn: await answer(
      client.POST("/sign-in", {
        ...page,
        body: { email: "nobody@shop.example", password: "not the password" },
      }),
    ),
    forgetPassword: await answer(
      client.POST("/sign-in/forgotten", { ...page, body: { email: "nobody@shop.example" } }),
    ),
    openLink: await answer(client.POST("/sign-in/link", { ...page, body: { link: "none" } })),
    useLink: await answer(client.POST("/sign-in/link/use", { ...page, body: { link: "none" } })),
    visitFromWordPress: await answer(
      client.POST("/sign-in/wordpress", {
        body: { visit: "{}", signature: "0".repeat(64) },
        bodySerializer: (form) => new URLSearchParams(form),
        parseAs: "text",
      }),
    ),

    listKeys: await answer(client.GET("/api/shops/{shop}/keys", of)),
    revokeKey: await answer(
      client.DELETE("/api/shops/{shop}/keys/{key}", {
        params: { path: { shop, key: createKey.data.id } },
      }),
    ),
    listOperatorKeys: await answer(client.GET("/api/keys")),
    revokeOperatorKey: await answer(
      client.DELETE("/api/keys/{key}", { params: { path: { key: createOperatorKey.data.id } } }),
    ),
    listChanges: await answer(client.GET("/api/shops/{shop}/changes", of)),
    listOperatorChanges: await answer(client.GET("/api/changes")),

    checkConfig: await answer(
      client.POST("/api/shops/{shop}/config/check", { ...of, body: config }),
    ),
    publishConfig: await answer(client.PUT("/api/shops/{shop}/config", { ...of, body: config })),
    getPlan: await answer(
      client.GET("/api/shops/{shop}/plans/{plan}", { params: { path: { shop, plan } } }),
    ),

    listWorkflows: await answer(client.GET("/api/shops/{shop}/workflows", of)),
    listWorkflowRevisions: await answer(
      client.GET("/api/shops/{shop}/workflows/{workflow}/revisions", aWorkflow),
    ),
    saveWorkflowDraft: await answer(
      client.PUT("/api/shops/{shop}/workflows/{workflow}/draft", {
        ...aWorkflow,
        body: { changes: { workflows: [own] } },
      }),
    ),
    getWorkflowDraft: await answer(
      client.GET("/api/shops/{shop}/workflows/{workflow}/draft", aWorkflow),
    ),
    deleteWorkflowDraft: await answer(
      client.DELETE("/api/shops/{shop}/workflows/{workflow}/draft", aWorkflow),
    ),
    backfillWorkflow: await answer(
      client.POST("/api/shops/{shop}/workflows/{workflow}/backfill", {
        ...aWorkflow,
        body: { segment, batch: "first", at_most: 1 },
      }),
    ),
    sendTestEmails: await answer(
      client.POST("/api/shops/{shop}/workflows/{workflow}/test-emails", {
        ...aWorkflow,
        body: { to: "me@shop.example" },
      }),
    ),
    announcePromotion: await answer(
      client.POST("/api/shops/{shop}/promotions", { ...of, body: { name: "Autumn" } }),
    ),

    listSegments: await answer(
      client.GET("/api/shops/{shop}/segments", { params: { path: { shop }, query: { days: 7 } } }),
    ),
    getSegment: await answer(client.GET("/api/shops/{shop}/segments/{segment}", aSegment)),
    listSegmentMembers: await answer(
      client.GET("/api/shops/{shop}/segments/{segment}/members", aSegment),
    ),
    exportSegmentMembers: await answer(
      client.POST("/api/shops/{shop}/segments/{segment}/export", { ...aSegment, parseAs: "text" }),
    ),
    listCustomerSegments: await answer(
      client.GET("/api/shops/{shop}/customers/{customer}/segments", one),
    ),
    getShopFacts: await answer(client.GET("/api/shops/{shop}/facts", of)),
    getSegmentPreview: await answer(
      client.GET("/api/shops/{shop}/segment-preview", { ...of, parseAs: "arrayBuffer" }),
    ),
    getHistory: await answer(client.GET("/api/shops/{shop}/history", { ...of, parseAs: "text" })),

    searchCustomers: await answer(
      client.POST("/api/shops/{shop}/customers/search", { ...of, body: { q: "a" } }),
    ),
    getReport: await answer(client.GET("/api/shops/{shop}/reports", of)),
    exportReport: await answer(
      client.GET("/api/shops/{shop}/reports/csv", { ...of, parseAs: "text" }),
    ),
    compareRules: await answer(
      client.POST("/api/shops/{shop}/reports/rules", {
        ...of,
        body: {
          attribution: { email_opens: true, sms_deliveries: false, tax_and_shipping: false },
        },
      }),
    ),
    listExperiments: await answer(client.GET("/api/shops/{shop}/reports/experiments", of)),
    listCreditedOrders: await answer(client.GET("/api/shops/{shop}/reports/orders", of)),
    listCustomerCredits: await answer(
      client.GET("/api/shops/{shop}/customers/{customer}/credits", one),
    ),
    exportCustomers: await answer(
      client.POST("/api/shops/{shop}/customers/export", {
        ...of,
        body: { columns: ["name", "orders"] },
        parseAs: "text",
      }),
    ),
    exportCustomer: await answer(client.GET("/api/shops/{shop}/customers/{customer}/export", one)),
    commandCustomer: await answer(
      client.POST("/api/shops/{shop}/customers/{customer}/commands", {
        ...one,
        body: { type: "suppress" },
      }),
    ),
    importConsents: await answer(
      client.POST("/api/shops/{shop}/consents", {
        ...of,
        body: { email: "new@example.com", channel: "email", consent: "unsubscribed" },
      }),
    ),
    eraseCustomer: await answer(client.DELETE("/api/shops/{shop}/customers/{customer}", one)),

    listDeadLetters: await answer(client.GET("/api/shops/{shop}/dead-letters", of)),
    retryDeadLetter: await answer(
      client.POST("/api/shops/{shop}/dead-letters/{id}/retry", {
        params: { path: { shop, id: "none" } },
      }),
    ),
    listPrivacyRequests: await answer(client.GET("/api/shops/{shop}/privacy-requests", of)),
    answerPrivacyRequest: await answer(
      client.POST("/api/shops/{shop}/privacy-requests/answer", {
        ...of,
        body: { id: "none", answer: "keep" },
      }),
    ),

    getAlertChannels: await answer(client.GET("/api/shops/{shop}/operations/alert-channels", of)),
    setAlertChannels: await answer(
      client.PUT("/api/shops/{shop}/operations/alert-channels", {
        ...of,
        body: { emails: [], webhook: null },
      }),
    ),
    setThresholds: await answer(
      client.PUT("/api/shops/{shop}/operations/thresholds", {
        ...of,
        body: getOperations.data.thresholds,
      }),
    ),
    getSending: await answer(client.GET("/api/shops/{shop}/sending", of)),
    switchSending: await answer(
      client.PUT("/api/shops/{shop}/sending", { ...of, body: { stopped: true, channel: "sms" } }),
    ),
    resumeDomain: await answer(
      client.POST("/api/shops/{shop}/sending/domains", {
        ...of,
        body: { domain: "large.example" },
      }),
    ),
    getHealth: await answer(client.GET("/api/shops/{shop}/health", of)),
    listCodePools: await answer(client.GET("/api/shops/{shop}/code-pools", of)),
    addCodes: await answer(
      client.POST("/api/shops/{shop}/code-pools/{pool}/codes", {
        params: { path: { shop, pool: "spring" } },
        body: { codes: ["SPRING-1"] },
      }),
    ),
    removeCodes: await answer(
      client.DELETE("/api/shops/{shop}/code-pools/{pool}/codes", {
        params: { path: { shop, pool: "spring" } },
      }),
    ),
    listImages: await answer(client.GET("/api/shops/{shop}/images", of)),
    addImage: await answer(
      client.POST("/api/shops/{shop}/images", {
        params: { path: { shop }, query: { name: "dot.gif" } },
        body: DOT as unknown,
        bodySerializer: () => DOT,
        headers: { "content-type": "image/gif" },
      }),
    ),
    removeImage: await answer(
      client.DELETE("/api/shops/{shop}/images/{image}", {
        params: { path: { shop, image: "none" } },
      }),
    ),
    listForms: await answer(client.GET("/api/shops/{shop}/forms", of)),
    listSurveys: await answer(client.GET("/api/shops/{shop}/surveys", of)),
    listTasks: await answer(client.GET("/api/shops/{shop}/tasks", of)),
    changeTask: await answer(
      client.PUT("/api/shops/{shop}/tasks/{task}", {
        params: { path: { shop, task: "none" } },
        body: { done: true },
      }),
    ),
    listQuestions: await answer(client.GET("/api/shops/{shop}/questions", of)),
    answerQuestion: await answer(
      client.POST("/api/shops/{shop}/questions/answer", {
        ...of,
        body: { name: "customer/1", answer: "undo" },
      }),
    ),
    setPlatformAccess: await answer(
      client.PUT("/api/shops/{shop}/platform-access", { ...of, body: null }),
    ),

    getFleet: await answer(client.GET("/api/fleet", { params: { query: { days: 7 } } })),
    getMetrics: await answer(client.GET("/metrics", { parseAs: "text" })),
    getMasterKey: await answer(client.GET("/api/master-key")),

    deleteShop: await answer(
      client.DELETE("/api/shops/{shop}", {
        params: { path: { shop }, query: { domain } },
      }),
    ),
    restoreShop: await answer(
      client.POST("/api/restore", {
        body: backUpShop.data,
        bodySerializer: (backup) => String(backup),
        headers: { "content-type": "application/x-ndjson" },
      }),
    ),

    getLiveness: await answer(client.GET("/healthz")),
    getReadiness: await answer(client.GET("/readyz")),
    getDescription: await answer(client.GET("/openapi.json")),
    getRoot: await answer(client.GET("/", { parseAs: "text" })),
    getPage: await answer(
      client.GET("/app/{path}", { params: { path: { path: "" } }, parseAs: "text" }),
    ),
    receiveShopifyWebhook: await answer(
      client.POST("/webhooks/shopify/{token}", { ...aToken, body: {} }),
    ),
    receiveWooCommerceWebhook: await answer(
      client.POST("/webhooks/woocommerce/{token}", { ...aToken, body: {} }),
    ),
    receiveComplianceWebhook: await answer(
      client.POST("/webhooks/shopify/compliance", { body: {} }),
    ),
    receiveEmailReports: await answer(
      client.POST("/webhooks/email/{provider}/{token}", {
        params: { path: { provider: "brevo", token: `${"a".repeat(26)}.${"b".repeat(26)}` } },
        body: {},
      }),
    ),
    receiveText: await answer(
      client.POST("/webhooks/sms/{provider}/{shop}", {
        params: { path: { provider: "webhook", shop: "a".repeat(26) } },
        body: {},
      }),
    ),
    followShortLink: await answer(client.GET("/l/{token}", { ...aToken, parseAs: "text" })),
    connectWooCommerce: await answer(
      client.POST("/connect/woocommerce", {
        body: {
          key_id: 1,
          user_id: `${"a".repeat(26)}.${"b".repeat(43)}`,
          consumer_key: `ck_${"0".repeat(40)}`,
          consumer_secret: `cs_${"0".repeat(40)}`,
          key_permissions: "read_write",
        },
      }),
    ),
    sendEvents: await answer(client.POST("/v1/events", { body: {} })),
    preflightEvents: await answer(client.OPTIONS("/v1/events")),
    showImage: await answer(
      client.GET("/i/{shop}/{image}", {
        params: { path: { shop, image: "none.gif" } },
        parseAs: "text",
      }),
    ),
    followLink: await answer(client.GET("/c/{token}", { ...aToken, parseAs: "text" })),
    loadPicture: await answer(client.GET("/o/{token}", { ...aToken, parseAs: "text" })),
    viewEmail: await answer(client.GET("/v/{token}", { ...aToken, parseAs: "text" })),
    getUnsubscribePage: await answer(client.GET("/u/{token}", { ...aToken, parseAs: "text" })),
    unsubscribe: await answer(client.POST("/u/{token}", { ...aToken, parseAs: "text" })),
    sayWhyUnsubscribed: await answer(client.POST("/u/{token}/why", { ...aToken, ...aForm })),
    comeBack: await answer(client.POST("/u/{token}/back", { ...aToken, ...aForm })),
    getPreferences: await answer(client.GET("/p/{token}", { ...aToken, parseAs: "text" })),
    savePreferences: await answer(client.POST("/p/{token}", { ...aToken, ...aForm })),
    getOptIn: await answer(client.GET("/confirm/{token}", { ...aToken, parseAs: "text" })),
    confirmOptIn: await answer(client.POST("/confirm/{token}", { ...aToken, ...aForm })),
    getSurvey: await answer(client.GET("/s/{token}", { ...aToken, parseAs: "text" })),
    answerSurvey: await answer(client.POST("/s/{token}", { ...aToken, ...aForm })),
    getForm: await answer(client.GET("/f/{form}", { ...noForm, parseAs: "text" })),
    sendForm: await answer(client.POST("/f/{form}", { ...noForm, ...aForm })),
    getFormMarkup: await answer(client.GET("/f/{form}/markup", { ...noForm, parseAs: "text" })),
    getFormScript: await answer(client.GET("/embed/form.js", { parseAs: "text" })),
    getUnsubscribePageInStore: await answer(
      client.GET("/proxy/shopify/u/{token}", { ...aToken, parseAs: "text" }),
    ),
    unsubscribeInStore: await answer(
      client.POST("/proxy/shopify/u/{token}", { ...aToken, parseAs: "text" }),
    ),
  };
}
