/** What could not be read: which row, what is wrong, what to do. */
import type { Contents } from "./protocol.ts";
import { counted } from "./numbers.ts";
import { ADVICE, words } from "./words.ts";

export function ReadingProblems({ contents: { problems } }: { contents: Contents }) {
  if (problems.length === 0) return null;
  return (
    <section class="card" aria-labelledby="problems">
      <h2 id="problems">{counted(problems.length, "row was", "rows were")} left out</h2>
      <div class="scrolled">
        <table class="table">
          <thead>
            <tr>
              {words.problemHead.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {problems.slice(0, 100).map(({ line, code, message }, place) => (
              <tr key={`${line}${code}${place}`}>
                <td>{line}</td>
                <td>{message}</td>
                <td>{ADVICE[code] ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problems.length > 100 ? (
        <p class="quiet">{words.moreProblems(problems.length - 100)}</p>
      ) : null}
    </section>
  );
}
