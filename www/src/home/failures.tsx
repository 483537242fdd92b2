/** What was laid aside: each with its reason and the button that tries it again. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../parts/dialog.tsx";
import { Notice } from "../parts/notice.tsx";
import { toast } from "../parts/toast.tsx";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { shortTime } from "../story/zone.ts";
import { reasonWords } from "../words/host-reasons.ts";
import { words } from "../words/home.ts";
import { again, because } from "./home.tsx";
import { type DeadLetter, deadLetters, retry } from "./server.ts";

const letters = signal<DeadLetter[]>([]);
const trouble = signal<string | null>(null);
const asking = signal(false);
const busy = signal(false);
/** How many are shown before the rest is only counted. */
const SHOWN = 20;

export function Failures({
  server,
  id,
  count,
  zone,
}: {
  server: Api;
  id: string;
  count: number;
  zone: string;
}) {
  useEffect(() => {
    if (count === 0) {
      letters.value = [];
      return;
    }
    deadLetters(server, id).then(
      (found) => {
        letters.value = found;
        trouble.value = null;
      },
      (error: Error) => {
        trouble.value = error.message;
      },
    );
  }, [server, id, count]);
  const list = letters.value;
  if (count === 0 && trouble.value === null) return null;
  const act = async (some: DeadLetter[]) => {
    busy.value = true;
    trouble.value = null;
    try {
      for (const letter of some) await retry(server, id, letter.id);
      toast(words.retried(some.length));
    } catch (error) {
      trouble.value = error instanceof Error ? error.message : String(error);
    } finally {
      busy.value = false;
      asking.value = false;
      letters.value = await deadLetters(server, id).catch(() => letters.peek());
      again.value += 1;
    }
  };
  return (
    <section class="card" aria-labelledby="failures">
      <div class="section-head">
        <h2 id="failures">{words.failures}</h2>
        {list.length < 2 ? null : (
          <button
            type="button"
            class="button"
            onClick={() => {
              asking.value = true;
            }}
          >
            {words.retryAll(list.length)}
          </button>
        )}
      </div>
      <p class="quiet">{words.failuresHelp}</p>
      {trouble.value === null ? null : <Notice tone="failed" title={trouble.value} />}
      <ul class="letters">
        {list.slice(0, SHOWN).map((one) => (
          <li key={one.id} class="letter">
            <div>
              <strong>{words.letter[one.kind]}</strong>
              <p class="quiet">
                {shortTime(zone, one.at)}: {said(one.reason)}
                {one.kind === "delivery" ? ` (${one.subject})` : ""}
                {one.customer === null ? null : (
                  <>
                    , <a href={linkTo("customers", one.customer)}>{words.customer}</a>
                  </>
                )}
              </p>
            </div>
            <button
              type="button"
              class="button"
              disabled={busy.value}
              aria-label={words.retryThis(`${words.letter[one.kind]}, ${shortTime(zone, one.at)}`)}
              onClick={() => act([one])}
            >
              {words.retry}
            </button>
          </li>
        ))}
      </ul>
      <Dialog
        open={asking.value}
        title={words.retryAllTitle(list.length)}
        close={() => {
          asking.value = false;
        }}
        act={{
          text: words.retryAll(list.length).replace("…", ""),
          disabled: busy.value,
          run: () => act(list),
        }}
      >
        <p class="asked">{words.failuresHelp}</p>
      </Dialog>
    </section>
  );
}

const said = (reason: string): string => reasonWords(reason, because.value);
