/**
 * What webhooks claim and only the store can say: that the app was removed, or that somebody or something
 * was deleted. Each is answered by one click, and until then nothing is lost.
 */
import { useAttempt } from "../components/attempt.ts";
import { ForEditors } from "../account/may.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { dayName, shortTime } from "../text/zone.ts";
import { words } from "../strings/questions.ts";
import { answerQuestion, type Question } from "./server.ts";
import ui from "../components/ui.module.css";

interface Shown {
  server: Api;
  id: string;
  zone: string;
  questions: Question[];
  canAsk: boolean;
  /** Reads everything again. */
  changed(): void;
}

const HOLDS: readonly Question["about"][] = ["installation", "shop-data", "customer"];

export function Questions({ questions, ...shown }: Shown) {
  const removed = questions.find(
    ({ about, state }) => about === "installation" && state === "confirmed",
  );
  const erasing = questions.find(({ state }) => state === "scheduled");
  const open = questions.filter(({ state }) => state === "open");
  const holding = open.filter(({ about }) => HOLDS.includes(about));
  const things = open.filter(({ about }) => !HOLDS.includes(about));
  return (
    <>
      {erasing === undefined ? null : <Erasing {...shown} question={erasing} />}
      {removed === undefined ? null : <Removed {...shown} question={removed} />}
      {holding.length === 0 ? null : (
        <Notice tone="held" title={words.title}>
          <p class={ui.quiet}>{words.why}</p>
          <Claims {...shown} questions={holding} />
        </Notice>
      )}
      {things.length === 0 ? null : (
        <details class={ui.card}>
          <summary>{words.things(things.length)}</summary>
          <p class={ui.quiet}>{words.why}</p>
          <Claims {...shown} questions={things} />
        </details>
      )}
    </>
  );
}

/** Answers a question; says what went wrong, where something did. */
function useAnswer({ server, id, changed }: Pick<Shown, "server" | "id" | "changed">) {
  const { busy, trouble, attempt } = useAttempt();
  const give = ({ name }: Question, answer: "true" | "undo") =>
    attempt(async () => {
      await answerQuestion(server, id, name, answer);
      toast(answer === "undo" ? words.undone : words.confirmed);
      changed();
    });
  const failed =
    trouble === null ? null : <Notice tone="failed" title={words.notAnswered} text={trouble} />;
  return { busy, give, failed };
}

function Claims({ questions, zone, canAsk, ...shown }: Shown) {
  const { busy, give, failed } = useAnswer(shown);
  return (
    <>
      {failed}
      <ul>
        {questions.map((question) => (
          <li key={question.name}>
            <p>
              {words.claims[question.about]?.(question.id, shortTime(zone, question.raised_at))}{" "}
              {words.meanwhile[holdsWhat(question)]} {asking(question, canAsk)}
            </p>
            <p class={ui.row}>
              {question.customer === null ? null : (
                <a class={ui.button} href={linkTo("customers", question.customer)}>
                  {words.seeCustomer}
                </a>
              )}
              <ForEditors>
                <button
                  type="button"
                  class={ui.button}
                  disabled={busy}
                  onClick={() => give(question, "undo")}
                >
                  {words.undo}
                </button>
                <button
                  type="button"
                  class={ui.button}
                  disabled={busy}
                  onClick={() => give(question, "true")}
                >
                  {confirmText(question)}
                </button>
              </ForEditors>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What waits until a question is answered. */
function holdsWhat({ about }: Question): keyof typeof words.meanwhile {
  if (about === "installation" || about === "shop-data") return "shop";
  return about === "customer" ? "customer" : "thing";
}

const confirmText = ({ about }: Question): string =>
  words.confirm[about === "installation" || about === "shop-data" ? about : "other"];

function asking({ trouble }: Question, canAsk: boolean): string {
  if (!canAsk) return "";
  return trouble === null ? words.canAsk : words.trouble[trouble];
}

function Removed({ question, zone, ...shown }: Omit<Shown, "questions"> & { question: Question }) {
  const { busy, give, failed } = useAnswer(shown);
  const title = words.removed(shortTime(zone, question.raised_at));
  return (
    <Notice tone="failed" title={title} text={words.removedHelp}>
      {failed}
      <ForEditors>
        <button
          type="button"
          class={ui.button}
          disabled={busy}
          onClick={() => give(question, "undo")}
        >
          {words.installed}
        </button>
      </ForEditors>
    </Notice>
  );
}

function Erasing({ question, zone, ...shown }: Omit<Shown, "questions"> & { question: Question }) {
  const { busy, give, failed } = useAnswer(shown);
  const title = words.erased(dayName(zone, question.runs_at ?? question.raised_at));
  return (
    <Notice tone="failed" title={title} text={words.erasedHelp}>
      {failed}
      <ForEditors>
        <button
          type="button"
          class={`${ui.button} ${ui.primary}`}
          disabled={busy}
          onClick={() => give(question, "undo")}
        >
          {words.keep}
        </button>
      </ForEditors>
    </Notice>
  );
}
