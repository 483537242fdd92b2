/** What is tried, and on which past. */
import { useRef, useState } from "preact/hooks";
import { SelectField } from "../components/field.tsx";
import { Badge } from "../components/notice.tsx";
import { chosen, originOf, shopPlan } from "../plan/draft.ts";
import { WorkflowPicker } from "../plan/workflow-picker.tsx";
import { linkTo } from "../route.ts";
import { shop, shops } from "../server/session.ts";
import { forget, months, run, source, stage } from "./run.ts";
import { words } from "../strings/backtest.ts";
import css from "./backtest.module.css";
import ui from "../components/ui.module.css";

/** How many customers the made-up shop has. */
export const EXAMPLE = 4_000;

export function SetUp() {
  return (
    <>
      <Tried />
      <Past />
    </>
  );
}

function Tried() {
  const origin = originOf(chosen.value);
  const domain = shops.value.find((one) => one.shop === shop.value)?.domain;
  return (
    <section class={ui.card} aria-labelledby="tried">
      <h2 id="tried">
        {words.tried}{" "}
        <Badge tone={origin === "shop" ? "live" : "draft"}>{words.origin[origin]}</Badge>
      </h2>
      <WorkflowPicker />
      <p class={ui.quiet}>
        {shopPlan.value === null || domain === undefined
          ? words.againstNothing
          : words.against(domain)}
      </p>
      <a href={linkTo("workflows", chosen.value)}>{words.edit}</a>
    </section>
  );
}

function Past() {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const from = source.value;
  const { is } = stage.value;
  const busy = is === "starting" || is === "fetching" || is === "reading" || is === "replaying";
  const take = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (files.length > 0) run({ type: "files", files });
  };
  return (
    <section
      class={`${ui.card} ${css.drop}`}
      aria-labelledby="past"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!busy) take(event.dataTransfer?.files);
      }}
    >
      <h2 id="past">{words.past}</h2>
      {from === null ? null : (
        <p>
          {from.type === "example"
            ? words.exampleName(EXAMPLE)
            : from.files.map(({ name }) => name).join(", ")}
        </p>
      )}
      <SelectField
        label={words.period}
        value={String(months.value ?? "all")}
        change={(value) => {
          months.value = value === "all" ? null : Number(value);
          if (from !== null && !busy) run(from);
        }}
      >
        {Object.entries(words.periods).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </SelectField>
      <input
        ref={input}
        type="file"
        multiple
        class={ui.visuallyHidden}
        tabIndex={-1}
        aria-label={words.choose}
        accept=".csv,.json,.jsonl,.ndjson,.txt,text/csv,application/json"
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          // So that the same file may be chosen again.
          currentTarget.value = "";
        }}
      />
      <div class={ui.actions}>
        <button
          type="button"
          class={from === null && shop.value === null ? `${ui.button} ${ui.primary}` : ui.button}
          disabled={busy}
          onClick={() => input.current?.click()}
        >
          {words.choose}
        </button>
        {from === null ? null : (
          <button type="button" class={ui.button} disabled={busy} onClick={forget}>
            {words.forget}
          </button>
        )}
      </div>
      <p class={ui.quiet}>{words.drop}</p>
    </section>
  );
}
