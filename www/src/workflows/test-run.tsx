/** A test: the saved workflow, really run for one customer, counted nowhere. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { chosen, origin, workflow } from "../plan/draft.ts";
import type { CustomerLine } from "../server/api.ts";
import { api, shop } from "../server/session.ts";
import { askToSignIn } from "../account/sign-in.tsx";
import { words } from "../strings/workflows.ts";
import { beginTest } from "../plan/server.ts";

export const testOpen = signal(false);
const query = signal("");
const found = signal<CustomerLine[] | null>(null);
const who = signal<CustomerLine | null>(null);
const trouble = signal<string | null>(null);
const busy = signal(false);

export function TestRun() {
  const [open, server, id, text] = [testOpen.value, api.value, shop.value, query.value];
  useEffect(() => {
    if (!open) return;
    if (server === null || id === null) {
      testOpen.value = false;
      askToSignIn();
      return;
    }
    let overtaken = false;
    const soon = setTimeout(
      () =>
        server.customers(id, text).then(
          ({ customers }) => {
            if (!overtaken) found.value = customers.slice(0, 8);
          },
          (error: Error) => {
            trouble.value = error.message;
          },
        ),
      text === "" ? 0 : 250,
    );
    return () => {
      overtaken = true;
      clearTimeout(soon);
    };
  }, [open, server, id, text]);
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
      <div class="asked">
        <p>{words.testHelp}</p>
        {saved ? null : <Notice tone="held" title={words.testSaveFirst} />}
        {trouble.value === null ? null : <Notice tone="failed" title={trouble.value} />}
        <TextField
          label={words.testWho}
          value={text}
          change={(next) => {
            query.value = next;
          }}
        />
        {found.value?.length === 0 ? <p class="quiet">{words.nobodyFits}</p> : null}
        <ul class="people">
          {found.value?.map((one) => (
            <li key={one.customer}>
              <button
                type="button"
                class="person"
                aria-pressed={who.value?.customer === one.customer}
                onClick={() => {
                  who.value = one;
                }}
              >
                <bdi>{nameOf(one)}</bdi>
                <span class="quiet">{one.name === null ? "" : one.email}</span>
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
