/** What files leave open: columns that could be read in two ways, each with its first values. */
import { FORMATS, words } from "../strings/backtest.ts";
import type { Contents } from "./protocol.ts";
import { answer } from "./run.ts";
import css from "./backtest.module.css";
import ui from "../components/ui.module.css";

type Problem = Contents["problems"][number];

/** The questions among what is wrong with files. */
export const questionsOf = ({ problems }: Contents): Problem[] => {
  const open = problems.filter(({ option }) => option !== undefined);
  // One answer settles all columns of a kind.
  return open.filter((one, at) => open.findIndex(({ option }) => option === one.option) === at);
};

export function Questions({ contents }: { contents: Contents }) {
  return (
    <>
      {questionsOf(contents).map((one) => (
        <Question key={one.option} {...one} />
      ))}
    </>
  );
}

function Question({ option, column = "", samples = [], choices = [] }: Problem) {
  if (option === undefined) return null;
  const format = FORMATS[option];
  return (
    <section class={ui.card} aria-labelledby={`question-${option}`}>
      <h2 id={`question-${option}`}>{format.title(column)}</h2>
      <p>{words.firstValues}</p>
      <ul class={css.facts}>
        {samples.map((sample) => (
          <li key={sample}>
            <bdi>{sample}</bdi>
          </li>
        ))}
      </ul>
      <p>{format.question}</p>
      <div class={ui.actions}>
        {choices.map((choice) => (
          <button
            key={choice}
            type="button"
            class={ui.button}
            onClick={() => answer({ [option]: choice })}
          >
            {format.choices[choice] ?? choice}
          </button>
        ))}
      </div>
    </section>
  );
}
