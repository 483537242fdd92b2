/** API keys. */
const LEVELS = { none: "No access", read: "Read", write: "Read and write" } as const;

export const words = {
  title: "API keys",
  help: "Give a developer or another service access to parts of your shop through the API. Each key can do only what you choose, and you can revoke it at any time.",
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
    "Customers: profiles, messages, consent and privacy requests. Only this gives access to personal data.",
    "Workflows: workflows, messages, segments and rules.",
    "Operations: results, failed items, and stopping or resuming sending.",
  ],
  levels: LEVELS,
  create: "Create API key…",
  createTitle: "Create an API key",
  createNow: "Create key",
  name: "Name, such as the app that uses it",
  made: (name: string) => `API key “${name}” created`,
  once: "Copy the key now. It won’t be shown again. Anyone who has it can use it, so keep it secret.",
  revoke: "Revoke…",
  revokeOf: (name: string) => `Revoke “${name}”`,
  revokeTitle: (name: string) => `Revoke “${name}”?`,
  revokeHelp: "Apps that use this key stop working immediately. This can’t be undone.",
  revokeNow: "Revoke key",
  revoked: "Key revoked.",
} as const;
