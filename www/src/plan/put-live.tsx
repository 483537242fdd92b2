/** Putting what is looked at live: first what that changes, then the deed, then what came of it. */
import { signal } from "@preact/signals";
import type { Diagnostic } from "edgewise";
import { useRef } from "preact/hooks";
import { ask } from "../engine/client.ts";
import { Badge, Notice } from "../parts/notice.tsx";
import { askToSignIn } from "../sign-in.tsx";
import { api, shop, shops } from "../server/session.ts";
import { words } from "../words/words.ts";
import { type Change, changesBetween } from "./changes.ts";
import { choice, readShop } from "./chosen.ts";
import { nextFrom } from "./next.ts";

/** What would go live, while it is asked about. */
interface Question {
  text: string;
  changes: Change[];
  customers: number;
  findings: Diagnostic[];
}

const question = signal<Question | null>(null);
const trouble = signal<string | null>(null);
const busy = signal(false);
/** What the server has taken: said beside that workflow, and nowhere else. */
const done = signal<{ shop: string; workflow: string; text: string } | null>(null);

export function PutLive() {
  const dialog = useRef<HTMLDialogElement>(null);
  if (choice.value.origin === "shop") return <Done />;
  const open = async () => {
    if (api.value === null) return askToSignIn();
    question.value = null;
    trouble.value = null;
    done.value = null;
    dialog.current?.showModal();
    await prepare();
  };
  return (
    <>
      <button type="button" class="button primary" onClick={open}>
        {words.putLive}
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby="put-live">
        <h2 id="put-live" tabIndex={-1}>
          {words.putLiveTitle(domain())}
        </h2>
        <Asked />
        <div class="actions">
          <button
            type="button"
            class="button primary"
            disabled={busy.value || !mayGo(question.value)}
            onClick={async () => {
              if (await put()) dialog.current?.close();
            }}
          >
            {busy.value ? words.puttingLive : words.putLiveNow}
          </button>
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {words.cancel}
          </button>
        </div>
      </dialog>
    </>
  );
}

function Asked() {
  const asked = question.value;
  return (
    <div class="asked" aria-live="polite">
      {trouble.value === null ? null : (
        <Notice tone="failed" title={trouble.value} text={words.nothingChanged} />
      )}
      {asked === null && trouble.value === null ? <p class="quiet">{words.comparing}</p> : null}
      {asked === null ? null : <Findings found={asked.findings} />}
      {asked === null ? null : <Changes {...asked} />}
    </div>
  );
}

function Changes({ changes, customers }: Question) {
  if (changes.length === 0) return <p>{words.liveAlready}</p>;
  return (
    <>
      <p>{words.putLiveHelp(customers)}</p>
      <ul class="changes">
        {changes.map(({ kind, what, note }) => (
          <li key={`${kind}${what}`}>
            <Badge tone={TONES[kind]}>{words.changes[kind]}</Badge>
            <span>{what}</span>
            {note === undefined ? null : <span class="quiet">{note}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

const TONES = { new: "live", changed: "held", removed: "failed" } as const;

function Findings({ found }: { found: Diagnostic[] }) {
  if (found.length === 0) return null;
  const errors = found.filter(({ severity }) => severity === "error").length;
  return (
    <div>
      <h3>{errors > 0 ? words.errors(errors) : words.warnings(found.length)}</h3>
      <ul class="findings">
        {found.map((one, index) => (
          <li key={`${one.code}${one.path}${index}`} class="finding">
            <span class="finding-path">{one.path}</span>
            <span>{one.message}</span>
            <span class="quiet">{one.help}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Done() {
  const taken = done.value;
  if (taken?.shop !== shop.value || taken?.workflow !== choice.value.workflow) return null;
  return <Notice tone="live" title={taken.text} text={words.isLiveHelp} />;
}

/** Asks the server what is live now, and the engine what it thinks of what would be. */
async function prepare(): Promise<void> {
  const [server, chosen] = [api.value, shop.value];
  if (server === null || chosen === null) {
    trouble.value = words.noShops;
    return;
  }
  try {
    const [live, { total }] = await Promise.all([
      server.config(chosen),
      server.customers(chosen, ""),
    ]);
    const next = nextFrom(live);
    if (next === null) {
      trouble.value = words.broken;
      return;
    }
    const text = JSON.stringify(next, null, 2);
    const findings = await ask("check", text);
    question.value = { text, changes: changesBetween(live, next), customers: total, findings };
  } catch (error) {
    trouble.value = error instanceof Error ? error.message : String(error);
  }
}

/** Puts it live; whether the server took it. */
async function put(): Promise<boolean> {
  const [server, chosen, asked] = [api.value, shop.value, question.value];
  if (server === null || chosen === null || asked === null) return false;
  busy.value = true;
  trouble.value = null;
  try {
    const { plan, diagnostics } = await server.saveConfig(chosen, asked.text);
    if (plan === null) {
      question.value = { ...asked, findings: diagnostics };
      trouble.value = words.refused;
      return false;
    }
    const { workflow } = choice.value;
    done.value = { shop: chosen, workflow, text: words.isLive(domain()) };
    await readShop();
    choice.value = { origin: "shop", workflow };
    return true;
  } catch (error) {
    trouble.value = error instanceof Error ? error.message : String(error);
    return false;
  } finally {
    busy.value = false;
  }
}

const mayGo = (asked: Question | null): boolean =>
  asked !== null &&
  asked.changes.length > 0 &&
  asked.findings.every(({ severity }) => severity !== "error");

const domain = (): string =>
  shops.value.find((one) => one.shop === shop.value)?.domain ?? words.shop;
