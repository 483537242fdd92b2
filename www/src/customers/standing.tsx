/** Where somebody stands: consent with its proof, score, tier, points, segments, workflows. */
import type { ComponentChildren } from "preact";
import { money } from "../text/money.ts";
import { Badge } from "../components/notice.tsx";
import { Seen } from "../components/seen.tsx";
import { reasons } from "../engine/reasons.ts";
import { reasonText } from "../operations/reason.ts";
import { linkTo } from "../route.ts";
import { dayName, shortTime } from "../text/zone.ts";
import { CONSENT, channelInSentence, channelName } from "../strings/channels.ts";
import { words } from "../strings/customers.ts";
import { count } from "../text/number.ts";
import type { Story } from "./follow.ts";
import { CONSENT_TONES, causeName, originName, sourceName } from "./names.ts";
import { proofOf } from "./story.ts";
import { consents, inside, ledger, memberships, nameIn, preferences } from "./stored.ts";
import type { View } from "./view.ts";
import ui from "../components/ui.module.css";
import customersCss from "./customers.module.css";
import timelineCss from "../preview/timeline.module.css";

interface Shown {
  story: Story;
  view: View;
}

export function Standing(shown: Shown) {
  return (
    <>
      <Summary {...shown} />
      <Consent {...shown} />
      <Workflows {...shown} />
      <Segments {...shown} />
      <Tier {...shown} />
      <Points {...shown} />
      <Score {...shown} />
      <Person {...shown} />
    </>
  );
}

function Card({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class={ui.card} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** What a shop knows a customer by: orders, what they came to, points. */
function Summary({ view: { standing } }: Shown) {
  const { orders, spent, points } = standing;
  return (
    <Card id="summary" title={words.summary}>
      <dl class={customersCss.who}>
        <dt>{words.columns.orders}</dt>
        <dd>{count(orders)}</dd>
        <dt>{words.columns.spent}</dt>
        <dd>{money(spent.minor, spent.currency)}</dd>
        {points === 0 ? null : (
          <>
            <dt>{words.points}</dt>
            <dd>{count(points)}</dd>
          </>
        )}
      </dl>
    </Card>
  );
}

/** On which channels nothing is sent to them, and why; what the merchant stopped holds for all. */
function Suppressed({ story, view: { standing } }: Shown) {
  const stopped = standing.suppressions.find(({ reason }) => reason === "suppressed");
  const lines =
    stopped === undefined
      ? standing.suppressions.map(({ channel, reason, since }) =>
          words.suppressedOn(
            channelInSentence(channel),
            reasonText(reason, reasons.value),
            shortTime(story.zone, since),
          ),
        )
      : [words.suppressedHelp(shortTime(story.zone, stopped.since))];
  return lines.map((line) => (
    <p key={line}>
      <Badge tone="failed">{words.suppressed}</Badge> <span class={ui.quiet}>{line}</span>
    </p>
  ));
}

function Consent({ story, view }: Shown) {
  const list = consents(view.state);
  return (
    <Card id="consent" title={words.consent}>
      <Suppressed story={story} view={view} />
      <ul class={customersCss.standingFacts}>
        {list.map(([channel, { consent, at, origin, proof: text }]) => {
          const proof = at === undefined ? null : proofOf(story.moments, channel, at);
          return (
            <li key={channel}>
              <span>{channelName(channel)}</span>
              <Badge tone={CONSENT_TONES[consent] ?? "draft"}>
                {CONSENT[consent as keyof typeof CONSENT] ?? consent}
              </Badge>
              {consent === "subscribed" ? null : (
                <p class={ui.quiet}>{words.noMarketing(channelInSentence(channel))}</p>
              )}
              {at === undefined ? null : (
                <details class={timelineCss.why}>
                  <summary>{words.proof}</summary>
                  <p>{words.saidAt(shortTime(story.zone, at))}</p>
                  <p>{words.saidWhere(originName(origin))}</p>
                  {text == null ? null : <p>{words.saidText(text)}</p>}
                  {proof === null ? null : (
                    <p>
                      {words.receivedFrom(
                        sourceName(proof.source),
                        proof.topic,
                        shortTime(story.zone, proof.receivedAt),
                      )}
                    </p>
                  )}
                </details>
              )}
            </li>
          );
        })}
      </ul>
      <Preferences story={story} view={view} />
    </Card>
  );
}

/** What they chose on their preference page, where that is less than everything. */
function Preferences({ story, view }: Shown) {
  const { topics, frequency, pausedUntil } = preferences(view.state);
  const isPaused = pausedUntil !== null && pausedUntil > view.at;
  const said = [
    ...(isPaused ? [words.pausedUntil(shortTime(story.zone, pausedUntil))] : []),
    ...(frequency === null ? [] : [words.often[frequency] ?? frequency]),
    ...topics.map((topic) => words.topicOff(nameIn(view.named.topics, topic))),
  ];
  if (said.length === 0) return null;
  return (
    <>
      <h3>{words.preferences}</h3>
      <ul>
        {said.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </>
  );
}

function Workflows({ story, view }: Shown) {
  const runs = inside(view.state);
  return (
    <Card id="inside" title={words.workflows}>
      {runs.length === 0 ? <p class={ui.quiet}>{words.noWorkflows}</p> : null}
      <ul class={customersCss.standingFacts}>
        {runs.map(({ id, workflow, entered_at, step, due, test, held_out }) => (
          <li key={id}>
            <a href={linkTo("workflows", workflow)}>{nameIn(view.named.workflows, workflow)}</a>
            {test ? <Badge tone="draft">{words.test}</Badge> : null}
            <p class={ui.quiet}>
              {words.entered(shortTime(story.zone, entered_at))}{" "}
              {step == null
                ? ""
                : words.waits(step, due == null ? null : shortTime(story.zone, due))}{" "}
              {held_out ? words.heldOut : ""}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Segments({ story, view }: Shown) {
  const list = memberships(view.state);
  return (
    <Card id="segments" title={words.segments}>
      {list.length === 0 ? <p class={ui.quiet}>{words.noSegments}</p> : null}
      <ul class={customersCss.standingFacts}>
        {list.map(({ segment, since }) => (
          <li key={segment}>
            <a href={linkTo("segments", segment)}>{nameIn(view.named.segments, segment)}</a>
            <p class={ui.quiet}>{words.since(shortTime(story.zone, since))}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Tier({ story, view: { standing } }: Shown) {
  const { tiers, tier, tier_review_at: review } = standing;
  if (tiers.length === 0) return null;
  const next = tiers.find(({ missing }) => missing > 0);
  return (
    <Card id="tier" title={words.tier}>
      <p>
        <strong>{tier === null ? words.noTier : nameIn(tiers, tier)}</strong>
      </p>
      <p class={ui.quiet}>
        {next === undefined ? words.highest : words.toNext(next.said, next.name)}
      </p>
      {review === null ? null : (
        <p class={ui.quiet}>{words.atRisk(shortTime(story.zone, review))}</p>
      )}
    </Card>
  );
}

function Points({ story, view }: Shown) {
  const entries = ledger(view.state);
  if (entries.length === 0 && view.standing.points === 0) return null;
  return (
    <Card id="points" title={words.points}>
      <p>
        <strong>{words.balance(view.standing.points)}</strong>
      </p>
      <details class={timelineCss.why}>
        <summary>{words.ledger(entries.length)}</summary>
        <ol class={customersCss.ledger}>
          {entries.map(({ at, points, cause }, place) => (
            <li key={`${at}-${place}`}>
              <span>{words.entry(points)}</span>
              <span>{causeName(cause)}</span>
              <span class={ui.quiet}>{shortTime(story.zone, at)}</span>
            </li>
          ))}
        </ol>
      </details>
    </Card>
  );
}

function Score({ story, view: { standing } }: Shown) {
  const { score, score_rules: rules, qualified_since: qualified } = standing;
  if (rules.length === 0) return null;
  return (
    <Card id="score" title={words.score}>
      <p>
        <strong>{words.scored(score)}</strong>{" "}
        {qualified === null ? null : (
          <Badge tone="live">{words.qualified(dayName(story.zone, qualified))}</Badge>
        )}
      </p>
      <details class={timelineCss.why}>
        <summary>{words.rules(rules.length)}</summary>
        <Seen saw={rules} />
      </details>
    </Card>
  );
}

function Person({ story: { detail, zone }, view }: Shown) {
  const seen = view.state?.customer?.first_seen;
  return (
    <Card id="who" title={words.who}>
      <dl class={customersCss.who}>
        <dt>{words.columns.email}</dt>
        <dd>
          <bdi>{detail.email ?? words.noEmail}</bdi>
        </dd>
        {seen == null ? null : (
          <>
            <dt>{words.firstSeen}</dt>
            <dd>{shortTime(zone, seen)}</dd>
          </>
        )}
        <dt>{words.id}</dt>
        <dd>
          <code>{detail.customer}</code>
        </dd>
        {detail.absorbed.length === 0 ? null : (
          <>
            <dt>{words.absorbed}</dt>
            <dd>{count(detail.absorbed.length)}</dd>
          </>
        )}
      </dl>
    </Card>
  );
}
