/** How the shop is set up: its details, the rules for all messages, its connection, its records. */
import { operations, setUp } from "../operations/server.ts";
import { Questions } from "../operations/questions.tsx";
import { SetUpList } from "../operations/set-up.tsx";
import { useLive } from "../live/use-live.ts";
import { place } from "../route.ts";
import { ApiKeys } from "./api-keys.tsx";
import { words as earningWords } from "../strings/earnings.ts";
import { ChangeLog } from "./change-log.tsx";
import { CodePools } from "./code-pools.tsx";
import { Adopt } from "./adopt.tsx";
import { Connection } from "./connection.tsx";
import { Crediting } from "./crediting.tsx";
import { CustomerPagesForm, PublishedPages } from "./customer-pages.tsx";
import { Email } from "./email.tsx";
import { Sms } from "./sms.tsx";
import { ShopForm } from "./shop-form.tsx";
import { People } from "./people.tsx";
import { PrivacyChoices, WooCommerceRules } from "./store-rules.tsx";
import { Team } from "./team.tsx";
import { OpenRequests } from "./open-requests.tsx";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { CONDITION_FIELD } from "../condition/editor.tsx";
import { known } from "../condition/known.ts";
import { IndexTable } from "../components/index-table.tsx";
import { Loading } from "../components/loading.tsx";
import { ForOwners } from "../account/may.tsx";
import { NoShop } from "../account/no-shop.tsx";
import { Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { diagnostics, editShop, ownConfig, shopPlan, shopZone } from "../plan/draft.ts";
import { policyRules } from "../plan/outlined.ts";
import { ObjectForm } from "../schema/form.tsx";
import { partSchema } from "../schema/schema.ts";
import type { Api } from "../server/api.ts";
import { api, mayChange, mayOwn, shop } from "../server/session.ts";
import { dayName, shortTime } from "../text/zone.ts";
import { lasting } from "../text/duration.ts";
import { emailWords } from "../strings/email.ts";
import { smsWords } from "../strings/sms.ts";
import { words as keyWords } from "../strings/api-keys.ts";
import { words as codeWords } from "../strings/code-pools.ts";
import { words as accountWords } from "../strings/account.ts";
import { words as pageWords } from "../strings/customer-pages.ts";
import { words as changeWords } from "../strings/change-log.ts";
import { words as peopleWords } from "../strings/people.ts";
import { words } from "../strings/settings.ts";
import { FindingsAt } from "../publish/findings.tsx";
import { GoingLive } from "../publish/going-live.tsx";
import { SaveBar } from "../publish/save-bar.tsx";
import {
  type About,
  about,
  type Health,
  health,
  type PrivacyRequest,
  privacyRequests,
} from "./server.ts";
import ui from "../components/ui.module.css";
import css from "./settings.module.css";

interface Read {
  about: About;
  health: Health;
  requests: PrivacyRequest[];
}

export default function Settings() {
  const [server, id] = [api.value, shop.value];
  // How often something was changed here that the list of what is left must follow.
  const [changes, setChanges] = useState(0);
  return (
    <main class={ui.page} id="main">
      <PageHead title={words.title} />
      {server === null || id === null ? (
        <NoShop lead={words.signedOut} />
      ) : (
        <div class={ui.main}>
          <SetUp server={server} id={id} changes={changes} />
          <Shop />
          <Section id="people" title={peopleWords.title}>
            <ForOwners>
              <People key={id} server={server} id={id} />
            </ForOwners>
          </Section>
          <TheTeam />
          <Section id="email" title={emailWords.title}>
            <ForOwners>
              <Email
                key={id}
                server={server}
                id={id}
                changed={() => setChanges((times) => times + 1)}
              />
            </ForOwners>
          </Section>
          <Section id="sms" title={smsWords.title}>
            <ForOwners>
              <Sms key={id} server={server} id={id} />
            </ForOwners>
          </Section>
          <Policy />
          <FromServer key={id} server={server} id={id} part={place.value.id} />
          <SaveBar />
          <GoingLive />
        </div>
      )}
    </main>
  );
}

/** How often that is read again, in milliseconds. */
const AGAIN = 10_000;

/** What is left to do before the shop can send, and what must be answered before it goes on. */
function SetUp({ server, id, changes }: { server: Api; id: string; changes: number }) {
  const published = shopPlan.value?.plan;
  // Where it fails, Home says what is wrong with the server.
  const { value: found, refresh } = useLive(
    async (signal) => {
      const asking = server.until(signal);
      const [figures, list] = await Promise.all([operations(asking, id, null), setUp(asking, id)]);
      return { ...figures, list };
    },
    [server, id, published, changes],
    // What is done elsewhere, such as connecting the store in WordPress, is seen here.
    { every: AGAIN },
  );
  if (found === null) return null;
  return (
    <>
      <Questions
        server={server}
        id={id}
        zone={found.zone}
        questions={found.questions}
        canAsk={found.can_ask}
        changed={refresh}
      />
      <SetUpList server={server} id={id} found={found.list} changed={refresh} />
    </>
  );
}

const findingsOf = (name: string) =>
  diagnostics.value.filter(({ path }) => path === name || path.startsWith(`${name}.`));

function Shop() {
  return (
    <Section id="shop" title={words.shop}>
      <p class={ui.quiet}>{words.shopHelp}</p>
      <FindingsAt found={findingsOf("shop")} />
      <Changeable>
        <ShopForm
          value={(ownConfig.value?.shop ?? {}) as Record<string, unknown>}
          change={(next) =>
            editShop((whole) => {
              whole.shop = next;
            }, "shop")
          }
        />
      </Changeable>
    </Section>
  );
}

/** A form over the shop's own configuration, which viewers can read and not change. */
function Changeable({ children }: { children: ComponentChildren }) {
  // Until the configuration is there, the form would show that of a made-up shop, and what somebody
  // does in it would be gone when it comes.
  if (shopPlan.value === null) return <Loading label={words.form} />;
  return (
    <fieldset class={css.changeable} disabled={!mayChange.value}>
      {children}
    </fieldset>
  );
}

/** Who gets tasks. */
function TheTeam() {
  const value = (ownConfig.value?.shop ?? {}) as Record<string, unknown>;
  return (
    <Section id="team" title={words.team}>
      <p class={ui.quiet}>{words.teamHelp}</p>
      <FindingsAt found={findingsOf("shop.team")} />
      <Changeable>
        <Team
          value={value.team}
          change={(team) =>
            editShop((whole) => {
              const { team: _, ...rest } = value;
              whole.shop = team.length === 0 ? rest : { ...rest, team };
            }, "shop.team")
          }
        />
      </Changeable>
    </Section>
  );
}

/** What holds for all workflows. */
function Policy() {
  return (
    <Section id="policy" title={words.policy}>
      <p class={ui.quiet}>{words.policyHelp}</p>
      <ul class={css.rules}>
        {policyRules.value.map(({ text, isDefault }, place) => (
          <li key={place}>
            {text}
            {isDefault ? <span class={ui.quiet}> {words.policyDefault}</span> : null}
          </li>
        ))}
      </ul>
      <FindingsAt found={findingsOf("policy")} />
      <Changeable>
        <ObjectForm
          schema={partSchema("policy")}
          value={(ownConfig.value?.policy ?? {}) as Record<string, unknown>}
          change={(next) =>
            editShop((whole) => {
              whole.policy = next;
            }, "policy")
          }
          known={known.value}
          special={CONDITION_FIELD}
        />
      </Changeable>
    </Section>
  );
}

function FromServer({
  server,
  id,
  part,
}: {
  server: Api;
  id: string;
  /** The part that the address names. */
  part: string | null;
}) {
  const read = useLive(
    async (signal): Promise<Read> => {
      const asking = server.until(signal);
      const [one, two, requests] = await Promise.all([
        about(asking, id),
        health(asking, id),
        privacyRequests(asking, id),
      ]);
      return { about: one, health: two, requests };
    },
    [server, id],
  );
  const ready = read.value !== null;
  // A link from elsewhere leads to its part, once everything is there.
  useEffect(() => {
    if (part !== null && ready) document.getElementById(`part-${part}`)?.scrollIntoView();
  }, [part, ready]);
  if (read.failure !== null) return <Notice tone="failed" title={read.failure.message} />;
  if (read.value === null) return <Loading label={words.title} />;
  const { about: shopAbout, health: figures, requests } = read.value;
  return (
    <>
      {shopAbout.platform === "woocommerce" ? (
        <Section id="woocommerce" title={words.woocommerce}>
          <Changeable>
            <WooCommerceRules seen={shopAbout.order_statuses} />
          </Changeable>
        </Section>
      ) : null}
      <Section id="connection" title={words.connection}>
        {shopAbout.platform === "shopify" ? <Adopt changed={read.refresh} /> : null}
        <ForOwners>
          <Connection server={server} id={id} known={shopAbout} changed={read.refresh} />
        </ForOwners>
      </Section>
      <Section id="forms" title={pageWords.title}>
        <p class={ui.quiet}>{pageWords.help}</p>
        <Changeable>
          <CustomerPagesForm />
        </Changeable>
        <PublishedPages
          key={id}
          server={server}
          id={id}
          isWordPress={shopAbout.platform === "woocommerce"}
        />
      </Section>
      <Section id="codes" title={codeWords.title}>
        {mayChange.value ? (
          <CodePools key={id} server={server} id={id} />
        ) : (
          <p class={ui.quiet}>{accountWords.editorsOnly}</p>
        )}
      </Section>
      <Section id="api-keys" title={keyWords.title}>
        <ForOwners>
          <ApiKeys key={id} server={server} id={id} />
        </ForOwners>
      </Section>
      <Section id="crediting" title={earningWords.creditingTitle}>
        <Changeable>
          <Crediting server={server} id={id} />
        </Changeable>
      </Section>
      <Section id="privacy" title={words.privacy}>
        <Changeable>
          <PrivacyChoices />
        </Changeable>
        {mayOwn.value ? (
          <OpenRequests server={server} id={id} requests={requests} changed={read.refresh} />
        ) : null}
        {requests.length === 0 ? (
          <p class={ui.quiet}>{words.noPrivacy}</p>
        ) : (
          <IndexTable
            caption={words.privacy}
            columns={PRIVACY}
            rows={requests}
            keyOf={({ id: key }) => key}
          />
        )}
      </Section>
      <Section id="endpoints" title={words.endpoints}>
        {figures.failing_endpoints.length === 0 ? (
          <p class={ui.quiet}>{words.noEndpoints}</p>
        ) : (
          <ul>
            {figures.failing_endpoints.map(({ origin, failures }) => (
              <li key={origin}>{words.failing(origin, failures)}</li>
            ))}
          </ul>
        )}
      </Section>
      <Section id="changes" title={changeWords.title}>
        <ChangeLog key={id} server={server} id={id} />
      </Section>
      <Section id="about" title={words.about}>
        <ul class={ui.quiet}>
          <li>{words.engine(figures.engine.engine)}</li>
          <li>{words.zones(figures.engine.tzdata)}</li>
          <li>{words.customers(figures.customers)}</li>
          <li>
            {figures.late_by_ms === 0 ? words.onTime : words.behind(lasting(figures.late_by_ms))}
          </li>
          {figures.engine_traps === 0 ? null : <li>{words.traps(figures.engine_traps)}</li>}
        </ul>
      </Section>
    </>
  );
}

const PRIVACY = [
  {
    title: words.privacyColumns.kind,
    cell: ({ kind }: PrivacyRequest) => <span>{words.kinds[kind] ?? kind}</span>,
  },
  {
    title: words.privacyColumns.asked,
    cell: ({ at }: PrivacyRequest) => <span>{shortTime(shopZone.value, at)}</span>,
  },
  {
    title: words.privacyColumns.due,
    cell: ({ due_by: due }: PrivacyRequest) => <span>{dayName(shopZone.value, due)}</span>,
  },
  {
    title: words.privacyColumns.done,
    cell: ({ done_at: done }: PrivacyRequest) => (
      <span>{done === null ? words.open : shortTime(shopZone.value, done)}</span>
    ),
  },
];

function Section({
  id,
  title,
  children,
}: {
  id: string;
  title: string;
  children: ComponentChildren;
}) {
  return (
    <section class={`${ui.card} ${css.settingsPart}`} aria-labelledby={`part-${id}`}>
      <h2 id={`part-${id}`}>{title}</h2>
      {children}
    </section>
  );
}
