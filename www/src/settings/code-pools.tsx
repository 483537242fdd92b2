/** Pools of coupon codes: how many are left, filled and emptied here. */
import { useId, useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { IndexTable } from "../components/index-table.tsx";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import type { Api } from "../server/api.ts";
import { words } from "../strings/code-pools.ts";
import { addCodes, type CodePool, codePools, removeCodes } from "./server.ts";
import ui from "../components/ui.module.css";

/** Codes that are sent at once. */
const SLICE = 10_000;

export function CodePools({ server, id }: { server: Api; id: string }) {
  const {
    value: pools,
    failure,
    refresh,
  } = useLive((signal) => codePools(server.until(signal), id), [server, id]);
  const [removing, setRemoving] = useState<CodePool | null>(null);
  if (failure !== null) return <Notice tone="failed" title={failure.message} />;
  if (pools === null) return <Loading label={words.title} />;
  return (
    <>
      <p class={ui.quiet}>{words.help}</p>
      {pools.length === 0 ? (
        <p class={ui.quiet}>{words.none}</p>
      ) : (
        <IndexTable
          caption={words.title}
          columns={columns(setRemoving)}
          rows={pools}
          keyOf={({ pool }) => pool}
        />
      )}
      <Add
        server={server}
        id={id}
        usual={pools.find(({ low }) => low)?.pool ?? ""}
        done={refresh}
      />
      <Remove
        server={server}
        id={id}
        asked={removing}
        close={() => setRemoving(null)}
        done={refresh}
      />
    </>
  );
}

const columns = (remove: (pool: CodePool) => void) => [
  { title: words.columns.pool, cell: ({ pool }: CodePool) => <strong>{pool}</strong> },
  {
    title: words.columns.left,
    cell: ({ left, low }: CodePool) => (
      <span>
        {left}
        {low ? ` · ${words.few}` : ""}
      </span>
    ),
  },
  { title: words.columns.given, cell: ({ given }: CodePool) => <span>{given}</span> },
  { title: words.columns.used, cell: ({ used }: CodePool) => <span>{words.used(used)}</span> },
  {
    title: words.columns.remove,
    cell: (pool: CodePool) => (
      <button
        type="button"
        class={ui.button}
        disabled={pool.left === 0}
        aria-label={words.removeOf(pool.pool)}
        onClick={() => remove(pool)}
      >
        {words.remove}
      </button>
    ),
  },
];

function Add({
  server,
  id,
  usual,
  done,
}: {
  server: Api;
  id: string;
  /** The pool that needs codes most, maybe empty. */
  usual: string;
  done(): void;
}) {
  const field = useId();
  const [asking, setAsking] = useState(false);
  const [pool, setPool] = useState("");
  const [text, setText] = useState("");
  const { trouble, attempt, forget } = useAttempt();
  const codes = text.split(/[\s,;]+/).filter((code) => code !== "");
  const open = () => {
    setPool(usual);
    setText("");
    forget();
    setAsking(true);
  };
  const add = () =>
    attempt(async () => {
      let [added, known] = [0, 0];
      for (let from = 0; from < codes.length; from += SLICE) {
        const made = await addCodes(server, id, pool.trim(), codes.slice(from, from + SLICE));
        added += made.added;
        known += made.known;
      }
      setAsking(false);
      toast(words.added(added, known));
      done();
    });
  return (
    <>
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={open}>
          {words.add}
        </button>
      </div>
      <Dialog
        open={asking}
        title={words.addTitle}
        close={() => setAsking(false)}
        act={{
          text: words.addNow,
          disabled: pool.trim() === "" || codes.length === 0,
          run: add,
        }}
      >
        <div class={ui.asked}>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
          <TextField label={words.pool} value={pool} change={setPool} />
          <div class={ui.field}>
            <label for={field}>{words.codes}</label>
            <textarea
              id={field}
              rows={8}
              value={text}
              spellcheck={false}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
            <p class={ui.quiet}>{words.codesHelp}</p>
          </div>
        </div>
      </Dialog>
    </>
  );
}

function Remove({
  server,
  id,
  asked,
  close,
  done,
}: {
  server: Api;
  id: string;
  asked: CodePool | null;
  close(): void;
  done(): void;
}) {
  const { trouble, attempt } = useAttempt();
  const run = async () => {
    if (asked === null) return;
    await attempt(async () => {
      await removeCodes(server, id, asked.pool);
      toast(words.removed);
      close();
      done();
    });
  };
  return (
    <Dialog
      open={asked !== null}
      title={words.removeTitle(asked?.pool ?? "")}
      close={close}
      act={{ text: words.remove, run }}
    >
      <div class={ui.asked}>
        <p>{words.removeHelp(asked?.left ?? 0)}</p>
        {trouble === null ? null : <Notice tone="failed" title={trouble} />}
      </div>
    </Dialog>
  );
}
