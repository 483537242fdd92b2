/** API keys: what each may do, made and revoked here. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { SelectField, TextField } from "../components/field.tsx";
import { IndexTable } from "../components/index-table.tsx";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { shopZone } from "../plan/draft.ts";
import { useLive } from "../live/use-live.ts";
import type { Api } from "../server/api.ts";
import { dayName } from "../text/zone.ts";
import { words } from "../strings/api-keys.ts";
import { type ApiKey, apiKeys, makeApiKey, revokeApiKey } from "./server.ts";
import { ShownOnce } from "./shown-once.tsx";
import ui from "../components/ui.module.css";

type Level = keyof typeof words.levels;
const THINGS = Object.keys(words.things);
/** What a new key may do before anything is chosen. */
const READS: Record<string, Level> = Object.fromEntries(THINGS.map((thing) => [thing, "read"]));

/** What is chosen, as the API names it. */
function scopesOf(chosen: Record<string, Level>): string[] {
  if (THINGS.every((thing) => chosen[thing] === "read")) return ["read-only"];
  return THINGS.filter((thing) => chosen[thing] !== "none").map(
    (thing) => `${thing}:${chosen[thing]}`,
  );
}

/** The same in words. */
function saidOf(scopes: readonly string[]): string {
  if (scopes.includes("read-only") && scopes.length === 1) return words.readOnly;
  const parts = THINGS.flatMap((thing) => {
    if (scopes.includes(`${thing}:write`))
      return [words.access(words.things[thing] ?? thing, "write")];
    const reads = scopes.includes(`${thing}:read`) || scopes.includes("read-only");
    return reads ? [words.access(words.things[thing] ?? thing, "read")] : [];
  });
  return parts.join(", ");
}

export function ApiKeys({ server, id }: { server: Api; id: string }) {
  const {
    value: keys,
    failure,
    refresh,
  } = useLive((signal) => apiKeys(server.until(signal), id), [server, id]);
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  if (failure !== null) return <Notice tone="failed" title={failure.message} />;
  if (keys === null) return <Loading label={words.title} />;
  return (
    <>
      <p class={ui.quiet}>{words.help}</p>
      {made === null ? null : <Made made={made} />}
      {keys.length === 0 ? (
        <p class={ui.quiet}>{words.none}</p>
      ) : (
        <IndexTable
          caption={words.title}
          columns={columns(setRevoking)}
          rows={keys}
          keyOf={({ id: key }) => key}
        />
      )}
      <Create
        server={server}
        id={id}
        done={(fresh) => {
          setMade(fresh);
          refresh();
        }}
      />
      <Revoke
        server={server}
        id={id}
        asked={revoking}
        close={() => setRevoking(null)}
        done={() => {
          setMade(null);
          refresh();
        }}
      />
    </>
  );
}

const columns = (revoke: (key: ApiKey) => void) => [
  {
    title: words.columns.name,
    cell: ({ name, prefix }: ApiKey) => (
      <span>
        {name} <code class={ui.quiet}>{words.begins(prefix)}</code>
      </span>
    ),
  },
  { title: words.columns.access, cell: ({ scopes }: ApiKey) => <span>{saidOf(scopes)}</span> },
  {
    title: words.columns.made,
    cell: ({ created_at: at }: ApiKey) => <span>{dayName(shopZone.value, at)}</span>,
  },
  {
    title: words.columns.used,
    cell: ({ last_used_on: day }: ApiKey) => (
      <span>{day === null ? words.never : dayName("UTC", Date.parse(day))}</span>
    ),
  },
  {
    title: words.columns.revoke,
    cell: (key: ApiKey) => (
      <button
        type="button"
        class={ui.button}
        aria-label={words.revokeOf(key.name)}
        onClick={() => revoke(key)}
      >
        {words.revoke}
      </button>
    ),
  },
];

/** The key, the only time that it is shown. */
function Made({ made: { name, key } }: { made: { name: string; key: string } }) {
  return <ShownOnce title={words.made(name)} text={words.once} value={key} />;
}

function Create({
  server,
  id,
  done,
}: {
  server: Api;
  id: string;
  done(made: { name: string; key: string }): void;
}) {
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState(READS);
  const { trouble, attempt, forget } = useAttempt();
  const scopes = scopesOf(chosen);
  const open = () => {
    setName("");
    setChosen(READS);
    forget();
    setAsking(true);
  };
  const create = () =>
    attempt(async () => {
      const { key } = await makeApiKey(server, id, name.trim(), scopes);
      setAsking(false);
      done({ name: name.trim(), key });
    });
  return (
    <>
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={open}>
          {words.create}
        </button>
      </div>
      <Dialog
        open={asking}
        title={words.createTitle}
        close={() => setAsking(false)}
        act={{
          text: words.createNow,
          disabled: name.trim() === "" || scopes.length === 0,
          run: create,
        }}
      >
        <div class={ui.asked}>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
          <TextField label={words.name} value={name} change={setName} />
          {THINGS.map((thing) => (
            <SelectField
              key={thing}
              label={words.things[thing] ?? thing}
              value={chosen[thing] ?? "none"}
              change={(level) => setChosen({ ...chosen, [thing]: level as Level })}
            >
              {Object.entries(words.levels).map(([level, text]) => (
                <option key={level} value={level}>
                  {text}
                </option>
              ))}
            </SelectField>
          ))}
          <ul class={ui.quiet}>
            {words.thingsHelp.map((help) => (
              <li key={help}>{help}</li>
            ))}
          </ul>
        </div>
      </Dialog>
    </>
  );
}

function Revoke({
  server,
  id,
  asked,
  close,
  done,
}: {
  server: Api;
  id: string;
  asked: ApiKey | null;
  close(): void;
  done(): void;
}) {
  const { trouble, attempt } = useAttempt();
  const revoke = async () => {
    if (asked === null) return;
    await attempt(async () => {
      await revokeApiKey(server, id, asked.id);
      close();
      toast(words.revoked);
      done();
    });
  };
  return (
    <Dialog
      open={asked !== null}
      title={words.revokeTitle(asked?.name ?? "")}
      close={close}
      act={{ text: words.revokeNow, dangerous: true, run: revoke }}
    >
      <div class={ui.asked}>
        <p>{words.revokeHelp}</p>
        {trouble === null ? null : <Notice tone="failed" title={trouble} />}
      </div>
    </Dialog>
  );
}
