/** A test: the saved workflow, really run for one customer, counted nowhere. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { chosen, origin, workflow } from "../plan/draft.ts";
import { useLive } from "../live/use-live.ts";
import type { CustomerLine } from "../server/api.ts";
import { api, shop } from "../server/session.ts";
import { askToSignIn } from "../account/sign-in.tsx";
import { words } from "../strings/workflows.ts";
import { beginTest } from "../plan/server.ts";
import { testOpen } from "./state.ts";
import { TestEmails } from "./test-emails.tsx";
import ui from "../components/ui.module.css";
import css from "./workflows.module.css";

const query = signal("");
const who = signal<CustomerLine | null>(null);
const trouble = signal<string | null>(null);
const busy = signal(false);

const MOST = 8;
/** How long somebody must not have typed before the server is asked, in milliseconds. */
const TYPED = 250;

export function TestRun() {
  const [open, server, id, text] = [testOpen.value, api.value, shop.value, query.value];
  const asking = open && server !== null && id !== null;
  useEffect(() => {
    if (!open || asking) return;
    testOpen.value = false;
    askToSignIn();
  }, [open, asking]);
  const { value: found, failure } = useLive(
    asking
      ? async (signal) => (await server.until(signal).customers(id, text, 0, MOST)).customers
      : null,
    [asking, server, id, text],
    { after: text === "" ? 0 : TYPED },
  );
  if (!open || server === null) return null;
  const saved = origin.value === "shop";
  return (
    <Dialog
      open
      title={words.testTitle(workflow.value?.name ?? "")}
      close={() => {
        testOpen.value = false;
        who.value = null;
        trouble.value = null;
      }}
      act={{
        text: words.testStart,
        disabled: busy.value || who.value === null || !saved,
        run: start,
      }}
    >
      <div class={ui.asked}>
        {saved ? null : <Notice tone="held" title={words.testSaveFirst} />}
        {saved && id !== null ? (
          <TestEmails server={server} id={id} workflow={chosen.value} />
        ) : null}
        <h3>{words.testCustomer}</h3>
        <p class={ui.quiet}>{words.testHelp}</p>
        {trouble.value === null && failure === null ? null : (
          <Notice tone="failed" title={trouble.value ?? failure?.message ?? ""} />
        )}
        <TextField
          label={words.testWho}
          value={text}
          change={(next) => {
            query.value = next;
          }}
        />
        {found?.length === 0 ? <p class={ui.quiet}>{words.nobodyFits}</p> : null}
        <ul class={css.people}>
          {found?.map((one) => (
            <li key={one.customer}>
              <button
                type="button"
                class={css.person}
                aria-pressed={who.value?.customer === one.customer}
                onClick={() => {
                  who.value = one;
                }}
              >
                <bdi>{nameOf(one)}</bdi>
                <span class={ui.quiet}>{one.name === null ? "" : one.email}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

async function start(): Promise<void> {
  const [server, id, customer] = [api.value, shop.value, who.value];
  if (server === null || id === null || customer === null) return;
  busy.value = true;
  trouble.value = null;
  try {
    const batch = `test-${new Date().toISOString().replace(/\D/g, "").slice(0, 17)}`;
    await beginTest(server, id, customer, chosen.value, batch);
    testOpen.value = false;
    who.value = null;
    toast(words.testStarted(nameOf(customer)));
  } catch (error) {
    trouble.value = error instanceof Error ? error.message : String(error);
  } finally {
    busy.value = false;
  }
}

const nameOf = ({ name, email, customer }: CustomerLine): string => name ?? email ?? customer;
