/** Trying something out: while it runs, and what came of it. */
import { useState } from "preact/hooks";
import { Notice } from "./notice.tsx";
import { emailWords as words } from "../strings/email.ts";
import ui from "./ui.module.css";

/** What a server says of a trial: whether it works, and what to fix. */
interface Tried {
  works: boolean;
  trouble: { message: string; help: string; said: string | null } | null;
}

/** What a test came to, or why it could not be made. */
type Result = Tried | { failed: string };

export function useTest(run: () => Promise<Tried>) {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Result | null>(null);
  const start = async () => {
    setBusy(true);
    setResult(null);
    try {
      setResult(await run());
    } catch (error) {
      setResult({ failed: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  };
  return { busy, result, start, clear: () => setResult(null) };
}

export function Outcome({
  result,
  title,
  text,
}: {
  result: Result | null;
  title: string;
  text: string;
}) {
  if (result === null) return null;
  if ("failed" in result) return <Notice tone="failed" title={result.failed} />;
  const { trouble } = result;
  if (trouble === null) return <Notice tone="live" title={title} text={text} />;
  return (
    <Notice tone="failed" title={trouble.message} text={trouble.help}>
      {trouble.said === null ? null : <p class={ui.quiet}>{words.said(trouble.said)}</p>}
    </Notice>
  );
}

/** How a form ends that is tried before it is kept: what came of either, and what to do. */
export function TriedForm({
  words: said,
  trial,
  saving,
  isWhole,
  cancel,
}: {
  words: Record<"works" | "worksHelp" | "save" | "test" | "testing" | "cancel", string>;
  trial: ReturnType<typeof useTest>;
  saving: ReturnType<typeof useTest>;
  /** Whether everything that is needed is filled in. */
  isWhole: boolean;
  cancel(): void;
}) {
  const isIdle = isWhole && !trial.busy && !saving.busy;
  return (
    <>
      <Outcome result={trial.result} title={said.works} text={said.worksHelp} />
      {saving.result !== null && "failed" in saving.result ? (
        <Notice tone="failed" title={saving.result.failed} />
      ) : null}
      <div class={ui.actions}>
        <button
          type="button"
          class={`${ui.button} ${ui.primary}`}
          disabled={!isIdle}
          onClick={saving.start}
        >
          {said.save}
        </button>
        <button type="button" class={ui.button} disabled={!isIdle} onClick={trial.start}>
          {trial.busy ? said.testing : said.test}
        </button>
        <button type="button" class={ui.button} onClick={cancel}>
          {said.cancel}
        </button>
      </div>
    </>
  );
}
