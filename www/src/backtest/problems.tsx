/** What could not be read: which row, what is wrong, what to do. */
import { Rows } from "../charts/chart.tsx";
import type { Contents } from "./protocol.ts";
import { ADVICE, words } from "../strings/backtest.ts";
import ui from "../components/ui.module.css";

export function ReadingProblems({ contents: { problems } }: { contents: Contents }) {
  if (problems.length === 0) return null;
  return (
    <section class={ui.card} aria-labelledby="problems">
      <h2 id="problems">{words.leftOut(problems.length)}</h2>
      <Rows
        title={words.problemHead[1]}
        table={{
          head: [...words.problemHead],
          rows: problems
            .slice(0, SHOWN)
            .map(({ line, code, message }) => [String(line), message, ADVICE[code] ?? "–"]),
        }}
      />
      {problems.length > SHOWN ? (
        <p class={ui.quiet}>{words.moreProblems(problems.length - SHOWN)}</p>
      ) : null}
    </section>
  );
}

/** More than anybody reads at once. */
const SHOWN = 100;
