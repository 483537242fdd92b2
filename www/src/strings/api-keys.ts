/** Every text about API keys. */
const LEVELS = { none: "No access", read: "Read", write: "Read and write" } as const;

export const words = {
  title: "API keys",
  help: "Let a developer or another service use part of your shop’s data through the API. Each key does only what you choose, and you can revoke it at any time.",
  none: "No API keys yet.",
  columns: { name: "Name", access: "Access", made: "Created", used: "Last used", revoke: "Revoke" },
  never: "Never",
  begins: (prefix: string) => `${prefix}…`,
  readOnly: "Read only",
  access: (thing: string, level: "read" | "write") => `${thing}: ${LEVELS[level].toLowerCase()}`,
  things: { customers: "Customers", workflows: "Workflows", operations: "Operations" } as Record<
    string,
    string
  >,
  thingsHelp: [
    "Customers: profiles, messages, consent and privacy requests. Only this shows personal data.",
    "Workflows: workflows, messages, segments and rules.",
    "Operations: figures, failed items, and stopping or resuming sending.",
  ],
  levels: LEVELS,
  create: "Create API key…",
  createTitle: "Create an API key",
  createNow: "Create key",
  name: "Name, such as who uses it",
  made: (name: string) => `“${name}” is ready`,
  once: "Copy the key now: it isn’t shown again. Whoever has it can use it, so keep it like a password.",
  revoke: "Revoke…",
  revokeOf: (name: string) => `Revoke “${name}”`,
  revokeTitle: (name: string) => `Revoke “${name}”?`,
  revokeHelp: "Whatever uses this key stops working at once. This can’t be undone.",
  revokeNow: "Revoke key",
  revoked: "Key revoked.",
} as const;
