/** The edge's decisions and the browser's, side by side, and whether they agree. */
import { Notice } from "../parts/notice.tsx";
import { thing } from "../preview/summary.ts";
import { takeCustomer } from "../preview/person-card.tsx";
import { goTo } from "../route.ts";
import { shortTime } from "../story/zone.ts";
import { agreement, disagreement, otherEngine, words } from "../words/words.ts";
import { verdict } from "./agreement.ts";
import type { Story } from "./story.ts";

export function Comparison({ story }: { story: Story }) {
  const { detail, moments } = story;
  return (
    <section class="card" aria-labelledby="story">
      <header class="story-head">
        <h2 id="story">
          <bdi>{detail.name ?? detail.email ?? detail.customer}</bdi>
        </h2>
        <button
          type="button"
          class="button"
          onClick={() => takeCustomer(detail.customer).then(() => goTo("workflows"))}
        >
          {words.openInPreview}
        </button>
      </header>
      <Agreement story={story} />
      <Next story={story} />
      {moments.length === 0 ? <p class="quiet">{words.noDecisions}</p> : <Rows story={story} />}
      <p class="quiet">{words.refreshed(new Date(story.readAt).toLocaleTimeString("en-GB"))}</p>
    </section>
  );
}

function Agreement({ story }: { story: Story }) {
  const { engines, cut, zone, moments } = story;
  if (cut) return <Notice tone="held" title={words.cut} />;
  if (moments.length === 0) return null;
  const { decisions, agreed, first } = verdict(story);
  const other =
    engines.edge === engines.browser ? undefined : otherEngine(engines.edge, engines.browser);
  return first === null ? (
    <Notice
      tone={other ? "held" : "live"}
      title={agreement(agreed, decisions, engines.browser)}
      text={other}
    />
  ) : (
    <Notice
      tone="failed"
      title={disagreement(agreed, decisions, shortTime(zone, first.at), first.parts)}
      text={other}
    />
  );
}

function Next({ story: { next, zone } }: { story: Story }) {
  return (
    <div class="next">
      <h3>{words.nextUp}</h3>
      {next.length === 0 ? (
        <p class="quiet">{words.nothingNext}</p>
      ) : (
        <ul>
          {next.slice(0, 4).map((item) => (
            <li key={item.key}>
              <strong>{shortTime(zone, item.at)}</strong> {thing(item)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Rows({ story: { moments, replayed, zone } }: { story: Story }) {
  return (
    <ol class="rows">
      <li class="row row-head" aria-hidden="true">
        <span />
        <span>{words.edge}</span>
        <span>{words.browser}</span>
      </li>
      {moments
        .map((moment, index) => {
          const again = replayed[index];
          const parts = again?.differences ?? [];
          return (
            <li key={moment.id} class="row" data-same={parts.length === 0}>
              <div>
                <time dateTime={new Date(moment.now).toISOString()}>
                  {shortTime(zone, moment.now)}
                </time>
                <p class="quiet">{moment.topic ?? KINDS[moment.kind] ?? moment.kind}</p>
                <p class="quiet">
                  {parts.length === 0 ? `✓ ${words.same}` : `✕ ${words.differs(parts)}`}
                </p>
              </div>
              <Sentences label={words.edge} list={moment.sentences} />
              <Sentences label={words.browser} list={again?.sentences ?? []} />
            </li>
          );
        })
        .reverse()}
    </ol>
  );
}

function Sentences({ label, list }: { label: string; list: string[] }) {
  return (
    <div class="sentences">
      <span class="row-label">{label}</span>
      {list.length === 0 ? (
        <p class="quiet">–</p>
      ) : (
        list.map((sentence, index) => <p key={`${index}${sentence}`}>{sentence}</p>)
      )}
    </div>
  );
}

const KINDS: Record<string, string> = {
  wake: "it was time",
  release: "about to be sent",
  receipt: "what became of it",
  plan_changed: "another configuration",
  retell: "the past told once more",
  shop_changed: "the shop’s ranks moved",
  merge: "two became one",
  command: "by hand",
};
