/** One customer for somebody who sees names only: where they stand, and what was decided about them, in words. */
import { Fragment } from "preact";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useLive } from "../live/use-live.ts";
import { linkTo } from "../route.ts";
import type { Api, CustomerRow } from "../server/api.ts";
import { words } from "../strings/customers.ts";
import { isolated } from "../text/isolated.ts";
import { dayName, timeOfDay } from "../text/zone.ts";
import { allColumns } from "./columns.tsx";
import { clockOf, zoneOf } from "./server.ts";
import { byDay } from "./story.ts";
import ui from "../components/ui.module.css";
import timelineCss from "../preview/timeline.module.css";
import css from "./customers.module.css";

/** How often it is read again, in milliseconds. */
const AGAIN = 15_000;
/** Moments that are read. */
const MOST = 200;

type Read = NonNullable<Awaited<ReturnType<typeof read>>>;

export function Brief({ server, shop, id }: { server: Api; shop: string; id: string }) {
  const { value, failure } = useLive(
    async (signal) => ({ found: await read(server.until(signal), shop, id) }),
    [server, shop, id],
    { every: AGAIN },
  );
  const back = { href: linkTo("customers"), text: words.title };
  const found = value?.found ?? null;
  return (
    <>
      <PageHead
        title={found === null ? words.customer : <bdi>{nameOf(found.row)}</bdi>}
        back={back}
      />
      {failure === null ? null : (
        <Notice tone="failed" title={words.unread} text={failure.message} />
      )}
      {value === null && failure === null ? <Loading label={words.loading} /> : null}
      {value !== null && found === null ? (
        <Notice tone="failed" title={words.unknown} text={words.unknownBrief} />
      ) : null}
      {found === null ? null : (
        <div class={css.customerPage}>
          <aside class={css.personSide} aria-label={words.standing(isolated(nameOf(found.row)))}>
            <Summary found={found} />
          </aside>
          <div class={css.personTop}>
            <Decisions found={found} />
          </div>
        </div>
      )}
    </>
  );
}

/** What may be seen of a customer; null where there is none. */
async function read(server: Api, shop: string, id: string) {
  const [row] = await server.customersNamed(shop, [id]);
  if (row === undefined) return null;
  const [moments, zone, ahead] = await Promise.all([
    server.decisions(shop, id, MOST),
    zoneOf(server, shop),
    clockOf(server, shop),
  ]);
  return { row, moments, zone, now: Date.now() + ahead };
}

const nameOf = ({ customer, name, unreadable }: CustomerRow): string =>
  name ?? (unreadable ? words.unreadable : words.nameless)(customer);

function Summary({ found: { row, zone, now } }: { found: Read }) {
  return (
    <section class={ui.card} aria-labelledby="summary">
      <h2 id="summary">{words.summary}</h2>
      <dl class={css.who}>
        {allColumns({ zone, now }).map(({ title, cell }) => (
          <Fragment key={title}>
            <dt>{title}</dt>
            <dd>{cell(row)}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

function Decisions({ found: { moments, zone } }: { found: Read }) {
  const decided = moments.filter(({ sentences }) => sentences.length > 0);
  return (
    <section class={ui.card} aria-labelledby="story">
      <h2 id="story">{words.story}</h2>
      {decided.length === 0 ? <p class={ui.quiet}>{words.noStory}</p> : null}
      <ol class={timelineCss.days}>
        {byDay(decided, (at) => dayName(zone, at)).map(([day, list]) => (
          <li key={day}>
            <h3 class={timelineCss.day}>{day}</h3>
            <ol>
              {list.map(({ id, now, sentences }) => (
                <li key={id} class={css.moment} data-part="moment">
                  <time dateTime={new Date(now).toISOString()}>{timeOfDay(zone, now)}</time>
                  <div class={css.momentBody}>
                    {sentences.map((sentence, place) => (
                      <p key={`${place}${sentence}`}>{sentence}</p>
                    ))}
                  </div>
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </section>
  );
}
