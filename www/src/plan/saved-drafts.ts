/** Drafts that are kept on the server: seen by every colleague, and decided by nowhere. */
import { effect, signal } from "@preact/signals";
import type { Api } from "../server/api.ts";
import { api, shop } from "../server/session.ts";
import type { ConfigText } from "../engine/config-text.ts";

export interface SavedDraft {
  saved_at: number;
  /** A configuration in part: the workflow, and whatever else was changed with it. */
  changes: ConfigText;
}

/** The shop's drafts by their workflow. */
export const savedDrafts = signal<ReadonlyMap<string, SavedDraft>>(new Map());

const placeOf = (of: string, workflow: string) =>
  `/${of}/workflows/${encodeURIComponent(workflow)}/draft`;

/** Keeps what was changed in a workflow; nothing is published. */
export async function saveDraft(id: string, changes: ConfigText): Promise<void> {
  const [server, of] = needed();
  const kept = await server.send<{ saved_at: number }>("PUT", placeOf(of, id), { changes });
  put(id, { ...kept, changes });
}

/** Throws a workflow's draft away, where there is one. */
export async function removeDraft(id: string): Promise<void> {
  if (!savedDrafts.peek().has(id)) return;
  const [server, of] = needed();
  await server.send("DELETE", placeOf(of, id));
  put(id, null);
}

function put(id: string, draft: SavedDraft | null): void {
  const next = new Map(savedDrafts.peek());
  if (draft === null) next.delete(id);
  else next.set(id, draft);
  savedDrafts.value = next;
}

function needed(): [Api, string] {
  const [server, of] = [api.peek(), shop.peek()];
  if (server === null || of === null) throw new Error("signed-out");
  return [server, of];
}

// Another shop has other drafts.
effect(() => {
  const [server, of] = [api.value, shop.value];
  savedDrafts.value = new Map();
  if (server === null || of === null) return;
  fetchAll(server, of).then(
    (found) => {
      if (shop.peek() === of) savedDrafts.value = found;
    },
    // Without them the page shows what is live.
    () => {},
  );
});

async function fetchAll(server: Api, of: string): Promise<ReadonlyMap<string, SavedDraft>> {
  const { drafts } = await server.read<{ drafts: { workflow: string }[] }>(`/${of}/workflows`);
  const read = drafts.map(
    async ({ workflow }): Promise<[string, SavedDraft]> => [
      workflow,
      await server.read<SavedDraft>(placeOf(of, workflow)),
    ],
  );
  return new Map(await Promise.all(read));
}
