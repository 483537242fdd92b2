/** Everybody in the saved segment, a page at a time, and as a file. */
import { useAttempt } from "../components/attempt.ts";
import { useState } from "preact/hooks";
import { IndexTable } from "../components/index-table.tsx";
import { Notice } from "../components/notice.tsx";
import { saveAs } from "../components/save-as.ts";
import { useLive } from "../live/use-live.ts";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { words } from "../strings/segments.ts";
import { shortTime } from "../text/zone.ts";
import { exportMembers, type Member, memberPage } from "./server.ts";
import ui from "../components/ui.module.css";

export function Members({
  server,
  shop,
  id,
  zone,
}: {
  server: Api;
  shop: string;
  id: string;
  zone: string;
}) {
  const [more, setMore] = useState<{ members: Member[]; next: string | null } | null>(null);
  const { busy, trouble, attempt } = useAttempt();
  const { value: first, failure } = useLive(
    (signal) => memberPage(server.until(signal), shop, id, ""),
    [server, shop, id],
  );
  if (first === null) {
    return failure === null ? null : <Notice tone="failed" title={failure.message} />;
  }
  const next = more === null ? first.next : more.next;
  const goOn = () =>
    attempt(async () => {
      const page = await memberPage(server, shop, id, next ?? "");
      setMore({ members: [...(more?.members ?? []), ...page.members], next: page.next });
    });
  const save = () =>
    attempt(async () => saveAs(await exportMembers(server, shop, id), `segment-${id}.csv`));
  return (
    <section class={ui.card} aria-labelledby="members">
      <h2 id="members">{words.memberList}</h2>
      {trouble === null ? null : <Notice tone="failed" title={trouble} />}
      {first.members.length === 0 ? (
        <p class={ui.quiet}>{words.noMembers}</p>
      ) : (
        <>
          <p class={ui.quiet}>{words.membersHelp(first.total)}</p>
          <IndexTable
            caption={words.memberList}
            columns={columnsIn(zone)}
            rows={[...first.members, ...(more?.members ?? [])]}
            keyOf={({ customer }) => customer}
          />
          <div class={ui.actions}>
            {next === null ? null : (
              <button type="button" class={ui.button} disabled={busy} onClick={goOn}>
                {words.moreMembers}
              </button>
            )}
            <button type="button" class={ui.button} disabled={busy} onClick={save}>
              {words.exportMembers}
            </button>
          </div>
        </>
      )}
    </section>
  );
}

const columnsIn = (zone: string) => [
  {
    title: words.memberColumns.name,
    cell: ({ customer, name, email }: Member) => (
      <a href={linkTo("customers", customer)}>
        <bdi>{name ?? email ?? words.nameless(customer)}</bdi>
      </a>
    ),
  },
  { title: words.memberColumns.email, cell: ({ email }: Member) => <bdi>{email ?? ""}</bdi> },
  {
    title: words.memberColumns.since,
    cell: ({ since }: Member) => <span>{shortTime(zone, since)}</span>,
  },
];
