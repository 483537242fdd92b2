/** What was changed in the shop and by whom, the newest first. */
import { useState } from "preact/hooks";
import { IndexTable } from "../components/index-table.tsx";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { shopZone } from "../plan/draft.ts";
import { useLive } from "../live/use-live.ts";
import type { Api } from "../server/api.ts";
import { shortTime } from "../text/zone.ts";
import { COMMANDS, DEEDS, words } from "../strings/change-log.ts";
import { type Change, changePage } from "./server.ts";
import ui from "../components/ui.module.css";

/** The number shown at a time. */
const PAGE = 10;

export function ChangeLog({ server, id }: { server: Api; id: string }) {
  const first = useLive((signal) => changePage(server.until(signal), id, null, PAGE), [server, id]);
  const [later, setLater] = useState<{ changes: Change[]; next: number | null } | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const next = later === null ? (first.value?.next ?? null) : later.next;
  const more = () =>
    changePage(server, id, next, PAGE).then(
      (page) =>
        setLater({ changes: [...(later?.changes ?? []), ...page.changes], next: page.next }),
      (error: Error) => setTrouble(error.message),
    );
  const failure = trouble ?? first.failure?.message ?? null;
  if (failure !== null) return <Notice tone="failed" title={failure} />;
  if (first.value === null) return <Loading label={words.title} />;
  const shown = [...first.value.changes, ...(later?.changes ?? [])];
  return (
    <>
      <p class={ui.quiet}>{words.help}</p>
      {shown.length === 0 ? (
        <p class={ui.quiet}>{words.none}</p>
      ) : (
        <IndexTable
          caption={words.title}
          columns={COLUMNS}
          rows={shown}
          keyOf={({ id: change }) => String(change)}
        />
      )}
      {next === null ? null : (
        <div class={ui.actions}>
          <button type="button" class={ui.button} onClick={more}>
            {words.more}
          </button>
        </div>
      )}
    </>
  );
}

const COLUMNS = [
  {
    title: words.columns.at,
    cell: ({ at }: Change) => <span>{shortTime(shopZone.value, at)}</span>,
  },
  {
    title: words.columns.what,
    cell: (change: Change) => (
      <span>
        {sentence(change)} {change.outcome === "done" ? null : words.outcomes[change.outcome]}
      </span>
    ),
  },
];

/** What somebody did: `The admin key revoked an API key.` */
function sentence({ by, by_name: name, operation, target, detail }: Change): string {
  const failed = operation === "sign-in-failed" ? Number(detail.times ?? 1) : null;
  if (failed !== null) return words.failedSignIn(name ?? words.somebody, failed);
  const deed =
    operation === "customer-changed"
      ? (COMMANDS[String(detail.command)] ?? words.customerChanged)
      : (DEEDS[operation]?.(detail, target) ?? operation);
  return words.sentence(whoIs(by, name), deed);
}

/** A person and a key by their names at the time, staff by their number at Shopify. */
function whoIs(by: string, name: string | null): string {
  if (by.startsWith("session/")) return words.staff(by.slice("session/".length));
  if (by.startsWith("person/")) return name ?? words.somebody;
  return name === null ? words.adminKey : words.apiKey(name);
}
