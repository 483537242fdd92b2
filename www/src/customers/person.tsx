/** One customer: where they stand, what is to come, and the whole story. */
import { useEffect } from "preact/hooks";
import { isolated } from "../text/isolated.ts";
import { ForEditors } from "../account/may.tsx";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { ownWorkflows, shopZone } from "../plan/draft.ts";
import { linkTo } from "../route.ts";
import { type Api, ServerError } from "../server/api.ts";
import { words } from "../strings/customers.ts";
import { Actions } from "./actions.tsx";
import { Credits } from "./credits.tsx";
import { followCustomer, type Story, story, storyFailure } from "./follow.ts";
import { Next } from "./next.tsx";
import { Erased, erased, Privacy } from "./privacy.tsx";
import { RecordConsent } from "./record-consent.tsx";
import { SendAgain } from "./send-again.tsx";
import { Standing } from "./standing.tsx";
import { StoryCard } from "./story-card.tsx";
import { TimeSlider } from "./time-slider.tsx";
import { followView, view, viewFailure } from "./view.ts";
import ui from "../components/ui.module.css";
import css from "./customers.module.css";

export function Person({ server, shop, id }: { server: Api; shop: string; id: string }) {
  const gone = erased.value?.id === id;
  useEffect(() => {
    if (gone) return;
    const ends = [followCustomer(server, shop, id), followView()];
    return () => {
      for (const end of ends) end();
    };
  }, [server, shop, id, gone]);
  const back = { href: linkTo("customers"), text: words.title };
  if (gone) return <Erased back={back} />;
  const read = story.value;
  if (read === null) {
    return (
      <>
        <PageHead title={words.customer} back={back} />
        {storyFailure.value === null ? (
          <Loading label={words.replaying} />
        ) : (
          <Failure error={storyFailure.value} />
        )}
      </>
    );
  }
  return (
    <>
      <PageHead title={<bdi>{nameOf(read)}</bdi>} back={back}>
        {read.detail.unreadable ? null : (
          <>
            <a class={ui.button} href={linkTo("workflows", null, { customer: id })}>
              {words.openInPreview}
            </a>
            <ForEditors>
              <RecordConsent server={server} shop={shop} id={id} />
              <Actions server={server} shop={shop} id={id} view={view.value} />
            </ForEditors>
          </>
        )}
        <Privacy server={server} shop={shop} story={read} name={nameOf(read)} />
      </PageHead>
      {storyFailure.value === null ? null : <Failure error={storyFailure.value} />}
      {read.detail.unreadable ? (
        <Notice tone="failed" title={words.damaged} text={words.damagedHelp} />
      ) : null}
      {viewFailure.value === null ? null : (
        <Notice tone="failed" title={words.viewFailed} text={viewFailure.value} />
      )}
      <div class={css.customerPage}>
        <div class={css.personTop}>
          <TimeSlider story={read} />
          {view.value === null ? null : <Next story={read} view={view.value} />}
        </div>
        <aside class={css.personSide} aria-label={words.standing(isolated(nameOf(read)))}>
          {view.value === null ? null : <Standing story={read} view={view.value} />}
        </aside>
        <div class={css.personStory}>
          <ForEditors>
            <SendAgain server={server} shop={shop} story={read} />
          </ForEditors>
          <StoryCard story={read} />
          {read.detail.unreadable ? null : (
            <Credits
              {...{ server, shop, id }}
              zone={shopZone.value}
              names={new Map(ownWorkflows.value.map(({ id: of, name }) => [of, name]))}
            />
          )}
        </div>
      </div>
    </>
  );
}

const nameOf = ({ detail }: Story): string =>
  detail.name ??
  detail.email ??
  (detail.unreadable ? words.unreadable : words.nameless)(detail.customer);

function Failure({ error }: { error: Error }) {
  return error instanceof ServerError && error.status === 404 ? (
    <Notice tone="failed" title={words.unknown} text={words.unknownHelp} />
  ) : (
    <Notice tone="failed" title={words.unread} text={error.message} />
  );
}
