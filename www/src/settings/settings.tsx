/** How the shop is set up: its details, the rules for all messages, its connection, its records. */
import { OpenRequests } from "./open-requests.tsx";
import "../style/workflows.css";
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { count } from "../backtest/numbers.ts";
import { CONDITION_FIELD } from "../condition/editor.tsx";
import { known } from "../condition/known.ts";
import { Dialog } from "../parts/dialog.tsx";
import { TextField } from "../parts/field.tsx";
import { IndexTable } from "../parts/index-table.tsx";
import { Loading } from "../parts/loading.tsx";
import { NoShop } from "../parts/no-shop.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { toast } from "../parts/toast.tsx";
import { diagnostics, editShop, ownConfig, shopZone } from "../plan/draft.ts";
import { ObjectForm } from "../schema/form.tsx";
import { partSchema } from "../schema/schema.ts";
import type { Api } from "../server/api.ts";
import { api, shop } from "../server/session.ts";
import { dayName, shortTime } from "../story/zone.ts";
import { lasting } from "../words/home.ts";
import { words } from "../words/settings.ts";
import { FindingsAt } from "../workflows/findings.tsx";
import { GoingLive } from "../workflows/going-live.tsx";
import { SaveBar } from "../workflows/save-bar.tsx";
import {
  type About,
  about,
  changeSecret,
  type Health,
  health,
  type PrivacyRequest,
  privacyRequests,
} from "./server.ts";

interface Read {
  about: About;
  health: Health;
  requests: PrivacyRequest[];
}

const read = signal<Read | null>(null);
const failure = signal<string | null>(null);

export default function Settings() {
  const [server, id] = [api.value, shop.value];
  return (
    <main class="page" id="main">
      <PageHead title={words.title} />
      {server === null || id === null ? (
        <NoShop lead={words.signedOut} />
      ) : (
        <div class="main">
          <Part name="shop" title={words.shop} help={words.shopHelp} />
          <Part name="policy" title={words.policy} help={words.policyHelp} />
          <FromServer server={server} id={id} />
          <SaveBar />
          <GoingLive />
        </div>
      )}
    </main>
  );
}

/** A part of the configuration that belongs to all workflows. */
function Part({ name, title, help }: { name: "shop" | "policy"; title: string; help: string }) {
  const value = (ownConfig.value?.[name] ?? {}) as Record<string, unknown>;
  const found = diagnostics.value.filter(
    ({ path }) => path === name || path.startsWith(`${name}.`),
  );
  return (
    <Section id={name} title={title}>
      <p class="quiet">{help}</p>
      <FindingsAt found={found} />
      <ObjectForm
        schema={partSchema(name)}
        value={value}
        without={["id"]}
        change={(next) =>
          editShop((whole) => {
            whole[name] = next;
          }, name)
        }
        known={known.value}
        special={CONDITION_FIELD}
      />
    </Section>
  );
}

function FromServer({ server, id }: { server: Api; id: string }) {
  const [changed, setChanged] = useState(0);
  useEffect(() => {
    let stopped = false;
    Promise.all([about(server, id), health(server, id), privacyRequests(server, id)]).then(
      ([one, two, requests]) => {
        if (stopped) return;
        read.value = { about: one, health: two, requests };
        failure.value = null;
      },
      (error: Error) => {
        if (!stopped) failure.value = error.message;
      },
    );
    return () => {
      stopped = true;
    };
  }, [server, id, changed]);
  if (failure.value !== null) return <Notice tone="failed" title={failure.value} />;
  if (read.value === null) return <Loading label={words.title} />;
  const { about: shopAbout, health: figures, requests } = read.value;
  return (
    <>
      <Connection
        server={server}
        id={id}
        known={shopAbout}
        changed={() => setChanged((before) => before + 1)}
      />
      <Section id="privacy" title={words.privacy}>
        <OpenRequests
          server={server}
          id={id}
          requests={requests}
          changed={() => setChanged((before) => before + 1)}
        />
        {requests.length === 0 ? (
          <p class="quiet">{words.noPrivacy}</p>
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
          <p class="quiet">{words.noEndpoints}</p>
        ) : (
          <ul>
            {figures.failing_endpoints.map(({ origin, failures }) => (
              <li key={origin}>{words.failing(origin, failures)}</li>
            ))}
          </ul>
        )}
      </Section>
      <Section id="about" title={words.about}>
        <ul class="quiet">
          <li>{words.engine(figures.engine.engine)}</li>
          <li>{words.zones(figures.engine.tzdata)}</li>
          <li>{words.customers(count(figures.customers))}</li>
          <li>{words.rows(count(figures.rows_written))}</li>
          <li>
            {figures.late_by_ms === 0 ? words.onTime : words.behind(lasting(figures.late_by_ms))}
          </li>
          <li>{words.traps(figures.engine_traps)}</li>
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

function Connection({
  server,
  id,
  known: { platform, domain, webhook_secrets: secrets, outgoing_webhook_secret: own, ...rest },
  changed,
}: {
  server: Api;
  id: string;
  known: About;
  changed(): void;
}) {
  const [asking, setAsking] = useState(false);
  const [secret, setSecret] = useState("");
  const [trouble, setTrouble] = useState<string | null>(null);
  const change = async () => {
    setTrouble(null);
    try {
      await changeSecret(server, id, secret);
      setAsking(false);
      setSecret("");
      toast(words.rotated);
      changed();
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Section id="connection" title={words.connection}>
      {rest.uninstalled_at === null ? null : <Notice tone="failed" title={words.uninstalled} />}
      <p>
        {words.platform(platform, domain)} {words.secrets(secrets)}
      </p>
      <p class="quiet">{words.addressHelp}</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => setAsking(true)}>
          {words.rotate}
        </button>
      </div>
      <details>
        <summary>{words.reveal}</summary>
        <p>
          {words.signing} <code class="secret">{own}</code>
        </p>
        <p class="quiet">{words.signingHelp}</p>
      </details>
      <Dialog
        open={asking}
        title={words.rotateTitle}
        close={() => setAsking(false)}
        act={{ text: words.change, disabled: secret.length < 8, run: change }}
      >
        <div class="asked">
          <p>{words.rotateHelp}</p>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
          <TextField label={words.newSecret} type="password" value={secret} change={setSecret} />
        </div>
      </Dialog>
    </Section>
  );
}

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
    <section class="card settings-part" aria-labelledby={`part-${id}`}>
      <h2 id={`part-${id}`}>{title}</h2>
      {children}
    </section>
  );
}
