/** Whom a number is made of, and each one's own story. */
import { useEffect, useRef } from "preact/hooks";
import { asked, type Crowd, crowd } from "./crowd.ts";
import { Life } from "./life.tsx";
import { fetchNames, nameOf } from "./names.ts";
import { ofShop, open, type Outcome, person } from "./run.ts";
import { words } from "../strings/backtest.ts";
import css from "./backtest.module.css";
import ui from "../components/ui.module.css";

export function People({ outcome }: { outcome: Outcome }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const tally = outcome.report.draft.workflows[outcome.workflow.id];
  const { title, named, people, notes }: Crowd = crowd.value ?? {
    title: words.everybody,
    named: tally?.named ?? [],
    people: tally?.people ?? 0,
  };
  useEffect(() => {
    if (ofShop.value !== null) fetchNames(ofShop.value, named);
  }, [named, ofShop.value]);
  const times = asked.value;
  useEffect(() => {
    if (times > 0) heading.current?.focus();
  }, [times]);
  // A number of an earlier report is about other people.
  useEffect(() => {
    crowd.value = null;
    asked.value = 0;
  }, [outcome]);
  return (
    <section class={ui.card} aria-labelledby="people">
      <h2 id="people" tabIndex={-1} ref={heading}>
        {words.peopleTitle}
      </h2>
      <p>
        {words.crowd(title, people)} {people > named.length ? words.firstOnes(named.length) : ""}
      </p>
      <ul class={css.crowd} data-part="crowd">
        {named.map((customer) => (
          <li key={customer}>
            <button
              type="button"
              class={css.crowdPerson}
              aria-pressed={person.value?.customer === customer}
              onClick={() => open(customer)}
            >
              <bdi>{nameOf(customer)}</bdi>
              {notes?.[customer] === undefined ? null : (
                <span class={ui.quiet}>{notes[customer]}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <Life outcome={outcome} />
    </section>
  );
}
