/** One segment: its definition as a sentence, and beside it whom it holds while it is being written. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { ConditionEditor } from "../condition/editor.tsx";
import { allOf, conditionsIn } from "../condition/in-address.ts";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { isolated } from "../text/isolated.ts";
import { Loading } from "../components/loading.tsx";
import { Badge, Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import { goTo, linkTo, place } from "../route.ts";
import { type Api, ServerError } from "../server/api.ts";
import { words } from "../strings/segments.ts";
import { load } from "../audience/audience.ts";
import { NextChanges } from "./changes.tsx";
import { createWorkflow } from "../plan/create.ts";
import { Count, Overlap, Sample } from "./count.tsx";
import {
  begin,
  change,
  counted,
  draft,
  failure,
  findings,
  follow,
  idFrom,
  remove,
  type Segment,
  save,
  saved,
  saving,
  unsaved,
} from "./draft.ts";
import { GALLERY } from "./gallery.ts";
import { History } from "./history-chart.tsx";
import { Members } from "./members.tsx";
import { Progress } from "../audience/progress.tsx";
import { type SegmentDetail, segmentDetail, segmentList } from "./server.ts";
import { WhyCard } from "./why.tsx";
import ui from "../components/ui.module.css";
import findingsCss from "../plan/findings.module.css";
import segmentsCss from "./segments.module.css";

/** What the server says of it; null for a new one. */
const detail = signal<SegmentDetail | null>(null);
/** The shop's segments, to compare with. */
const others = signal<{ id: string; name: string }[]>([]);
const zone = signal("UTC");

const DAYS = 90;

export function Detail({
  server,
  shop,
  id,
  begun,
}: {
  server: Api;
  shop: string;
  /** The segment's, or null for a new one. */
  id: string | null;
  /** What a new one begins with: a shipped one's id, `rfm` with its scores, `filter` with its conditions, or anything else. */
  begun: string | null;
}) {
  useEffect(() => {
    draft.value = null;
    load(server, shop);
    return follow();
  }, [server, shop, id, begun]);
  const opened = useLive(
    (signal) => open(server.until(signal), shop, id),
    [server, shop, id, begun],
  );
  useEffect(() => {
    if (opened.value !== null) take(opened.value, begun);
  }, [opened.value]);
  const segment = draft.value;
  const back = { href: linkTo("segments"), text: words.title };
  if (segment === null) {
    return (
      <>
        <PageHead title={words.segment} back={back} />
        {opened.failure === null ? (
          <Loading label={words.loading} />
        ) : opened.failure instanceof ServerError && opened.failure.status === 404 ? (
          <Notice tone="failed" title={words.unknown} />
        ) : (
          <Notice tone="failed" title={opened.failure.message} />
        )}
      </>
    );
  }
  return (
    <>
      <PageHead
        title={<bdi>{segment.name === "" ? words.unnamed : segment.name}</bdi>}
        back={back}
        badge={
          saved.value === null ? (
            <Badge tone="draft">{words.isNew}</Badge>
          ) : detail.value?.stale ? (
            <Badge tone="held">{words.stale}</Badge>
          ) : undefined
        }
      >
        {saved.value === null ? null : (
          <>
            <button
              type="button"
              class={ui.button}
              onClick={() => createWorkflow({ type: "segment_entered", segment: segment.id })}
            >
              {words.useInWorkflow}
            </button>
            <Remove server={server} shop={shop} segment={segment} />
          </>
        )}
      </PageHead>
      <Progress server={server} shop={shop} />
      <div class={segmentsCss.segment}>
        <div class={segmentsCss.segmentCount}>
          <Count />
        </div>
        <div class={`${ui.stack} ${segmentsCss.segmentMain}`}>
          <Definition segment={segment} />
          <NextChanges server={server} shop={shop} zone={zone.value} />
          {detail.value === null ? null : (
            <>
              <History detail={detail.value} zone={zone.value} days={DAYS} />
              <Members
                key={segment.id}
                server={server}
                shop={shop}
                id={segment.id}
                zone={zone.value}
              />
            </>
          )}
        </div>
        <div class={`${ui.stack} ${segmentsCss.segmentSide}`}>
          <Sample server={server} shop={shop} />
          <Overlap others={others.value.filter((one) => one.id !== segment.id)} />
          <WhyCard server={server} shop={shop} zone={zone.value} />
        </div>
      </div>
      <SaveBar server={server} shop={shop} />
    </>
  );
}

/** What the server knows of a segment, and of those beside it. */
interface Opened {
  zone: string;
  segments: { id: string; name: string }[];
  /** The segment as it is written, and what is known of it; null for a new one. */
  known: { written: Segment; detail: SegmentDetail } | null;
}

async function open(server: Api, shop: string, id: string | null): Promise<Opened> {
  const [config, { segments }] = await Promise.all([
    server.config(shop),
    segmentList(server, shop, 0),
  ]);
  const shopZone = config.shop?.time_zone ?? "UTC";
  if (id === null) return { zone: shopZone, segments, known: null };
  const found = await segmentDetail(server, shop, id, DAYS);
  const { name, condition } = found;
  const written = ((config.segments ?? []) as Segment[]).find((one) => one.id === id);
  const known = { written: written ?? { id, name, condition }, detail: found };
  return { zone: shopZone, segments, known };
}

/** Begins to edit what was opened. */
function take({ zone: shopZone, segments, known }: Opened, begun: string | null): void {
  zone.value = shopZone;
  others.value = segments;
  detail.value = known?.detail ?? null;
  if (known !== null) begin(known.written, true);
  else begin(firstDraft(begun, new Set(segments.map((one) => one.id))), false);
}

/** What a new segment begins with. */
function firstDraft(begun: string | null, taken: ReadonlySet<string>): Segment {
  const shipped = GALLERY.find((one) => one.id === begun);
  if (shipped !== undefined) return { ...shipped, id: idFrom(shipped.id, taken) };
  const { query } = place.peek();
  const score = (name: string) => Number(query.get(name) ?? 5);
  if (begun === "rfm") {
    const [recency, frequency] = [score("recency"), score("frequency")];
    const name = words.rfmName(recency, frequency);
    const condition = { type: "rfm", recency: [recency], frequency: [frequency] };
    return { id: idFrom(name, taken), name, condition };
  }
  const filtered = begun === "filter" ? allOf(conditionsIn(query)) : null;
  if (filtered !== null) return { id: "", name: "", condition: filtered };
  return { id: "", name: "", condition: { type: "order_count", is: "at_least", count: 1 } };
}

function Definition({ segment }: { segment: Segment }) {
  const { name, description = "", condition } = segment;
  const found = counted.value;
  return (
    <section class={`${ui.card} ${ui.stack}`} aria-labelledby="definition">
      <h2 id="definition">{words.definition}</h2>
      <TextField label={words.name} value={name} change={(text) => change({ name: text })} />
      <TextField
        label={words.description}
        value={description}
        change={(text) => change({ description: text })}
      />
      <div>
        <h3>{words.whoIsIn}</h3>
        <ConditionEditor condition={condition} change={(next) => change({ condition: next })} />
      </div>
      {found?.sentence == null || !isGroup(condition) ? null : (
        <p class={`${ui.quiet} ${ui.reading}`}>{words.said(isolated(found.sentence))}</p>
      )}
      <Findings list={found?.diagnostics ?? []} />
    </section>
  );
}

/** Whether it is several conditions, which the editor shows one below the other. */
const isGroup = (condition: object): boolean => "of" in condition;

function Findings({
  list,
}: {
  list: { code: string; path: string; message: string; help: string }[];
}) {
  if (list.length === 0) return null;
  return (
    <ul class={findingsCss.findings}>
      {list.map((one, index) => (
        <li key={`${one.code}${one.path}${index}`} class={findingsCss.finding} data-part="finding">
          <span class={findingsCss.findingPath}>{one.path}</span>
          <span>{one.message}</span>
          <span class={ui.quiet}>{one.help}</span>
        </li>
      ))}
    </ul>
  );
}

/** Stands at the bottom while something is not saved: what saving would do, and the two ways on. */
function SaveBar({ server, shop }: { server: Api; shop: string }) {
  const segment = draft.value;
  const before = saved.value;
  if (segment === null || (!unsaved.value && findings.value.length === 0)) return null;
  const preview = counted.value?.preview ?? null;
  const broken = (counted.value?.diagnostics ?? []).some(({ severity }) => severity === "error");
  const go = async () => {
    const made = before === null;
    if (made) {
      const taken = new Set(others.value.map(({ id }) => id));
      change({ id: idFrom(segment.id === "" ? segment.name : segment.id, taken) });
    }
    if (!(await save(server, shop))) return;
    toast(words.saved);
    if (made) goTo("segments", draft.value?.id ?? null);
    else detail.value = await segmentDetail(server, shop, segment.id, DAYS);
  };
  return (
    <section class={ui.saveBar} aria-label={words.unsaved}>
      <div>
        <strong>{words.unsaved}</strong>{" "}
        <span class={ui.quiet}>
          {preview === null
            ? ""
            : preview.beside === null
              ? words.wouldHold(preview.count)
              : words.wouldChange(
                  preview.count - preview.beside.both,
                  preview.beside.other - preview.beside.both,
                )}{" "}
          {words.startsNothing}
        </span>
        {failure.value === null ? null : (
          <Notice tone="failed" title={words.notSaved} text={failure.value} />
        )}
        {findings.value.length === 0 ? null : (
          <>
            <p class={ui.fieldFault}>{words.refused}</p>
            <Findings list={findings.value} />
          </>
        )}
      </div>
      <div class={ui.actions}>
        <button
          type="button"
          class={`${ui.button} ${ui.primary}`}
          disabled={saving.value || broken || segment.name.trim() === ""}
          onClick={go}
        >
          {saving.value ? words.savingNow : words.save}
        </button>
        <button
          type="button"
          class={ui.button}
          disabled={saving.value}
          onClick={() => (before === null ? goTo("segments") : begin(before, true))}
        >
          {words.discard}
        </button>
      </div>
    </section>
  );
}

function Remove({ server, shop, segment }: { server: Api; shop: string; segment: Segment }) {
  const [asking, setAsking] = useState(false);
  const members = detail.value?.members ?? 0;
  const go = async () => {
    if (!(await remove(server, shop, segment.id))) return;
    setAsking(false);
    toast(words.removed);
    goTo("segments");
  };
  return (
    <>
      <button type="button" class={ui.button} onClick={() => setAsking(true)}>
        {words.remove}
      </button>
      <Dialog
        open={asking}
        title={words.removeTitle(isolated(segment.name))}
        close={() => setAsking(false)}
        act={{ text: words.removeNow, dangerous: true, disabled: saving.value, run: go }}
      >
        <div class={ui.asked}>
          <p>{words.removeHelp(members)}</p>
          {failure.value === null ? null : (
            <Notice tone="failed" title={words.notSaved} text={failure.value} />
          )}
          <Findings list={findings.value} />
        </div>
      </Dialog>
    </>
  );
}
