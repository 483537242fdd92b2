/**
 * A workflow as lines to be read, with everything that it says: what two versions differ in shows as
 * lines that differ. Conditions are said by the engine.
 */
import type { Step, WorkflowText } from "../engine/config-text.ts";
import { eventTitle, kindTitle, workflowSchema } from "../schema/schema.ts";
import { fieldLabel, valueLabel } from "../strings/fields.ts";
import { words as form } from "../strings/forms.ts";
import { words } from "../strings/workflows.ts";
import type { WorkflowWords } from "../plan/outlined.ts";
import { placed, waysOf, stepsIn } from "../plan/steps.ts";

/** How a condition reads, by its text. */
export type Sentences = ReadonlyMap<string, string>;

/** Every condition in a workflow, as it is to be said. */
export function conditionsIn(value: unknown): object[] {
  if (Array.isArray(value)) return value.flatMap(conditionsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    CONDITIONS.includes(key) && isObject(inner) ? [inner] : conditionsIn(inner),
  );
}

/** The fields that hold a condition. */
const CONDITIONS = ["filter", "conditions", "if", "goal_when", "exit_when"];

/** The lines of `one`; of steps and triggers that are not the same in `other`, with every field. */
export function outline(
  one: WorkflowText,
  { other, spoken, said }: { other: WorkflowText; spoken: WorkflowWords | null; said: Sentences },
): string[] {
  const others = new Map(placed(other).map(({ step }) => [step.id, own(step)]));
  const text = (value: unknown): string => valueText(value, said);
  const fields = (of: Record<string, unknown>, without: readonly string[], depth: number) =>
    Object.entries(of)
      .filter(([key, value]) => !without.includes(key) && value !== undefined)
      .map(([key, value]) => `${"  ".repeat(depth)}${fieldLabel(key)}: ${text(value)}`);
  const lines = (steps: Step[], depth: number): string[] =>
    steps.flatMap((step) => [
      `${"  ".repeat(depth)}${spoken?.steps.get(step.id) || kindTitle("Step", step.type)}`,
      ...(others.get(step.id) === own(step) ? [] : fields(step, WAYS, depth + 1)),
      ...waysOf(step, []).flatMap(({ name, steps: then, condition }) => {
        const title = (words.wayNames as Record<string, string>)[name] ?? name;
        const asked = condition === undefined ? "" : ` ${text(condition)}`;
        return [`${"  ".repeat(depth + 1)}${title}:${asked}`, ...lines(then, depth + 2)];
      }),
    ]);
  const changed = JSON.stringify(one.trigger) !== JSON.stringify(other.trigger);
  const exits = Array.isArray(one.exit_on)
    ? one.exit_on.map((event) => eventTitle(String(event)))
    : [];
  const rest = Object.keys(workflowSchema.properties ?? {}).filter((key) => !APART.includes(key));
  return [
    one.name,
    `${words.startsWhenCustomer} ${spoken?.trigger || kindTitle("Trigger", String(one.trigger?.type))}`,
    ...(changed ? fields(one.trigger ?? {}, ["type"], 1) : []),
    ...(one.conditions === undefined ? [] : [`${words.onlyPeople} ${text(one.conditions)}`]),
    ...(one.filter === undefined ? [] : [`${words.onlyIf}: ${text(one.filter)}`]),
    ...lines(stepsIn(one.steps), 0),
    ...(exits.length === 0 ? [] : [`${words.stopsWhen} ${exits.join(", ")}`]),
    ...rest.flatMap((key) =>
      one[key] === undefined ? [] : [`${fieldLabel(key)}: ${text(one[key])}`],
    ),
  ];
}

/** What has a line of its own, and what is no part of a version. */
const APART = [
  ...["$schema", "id", "name", "revision", "status", "live_since"],
  ...["trigger", "conditions", "filter", "steps", "exit_on"],
];
const WAYS = ["id", "type", "if", "then", "else", "cases", "arms"];

/** A step without those on the ways that leave it. */
const own = (step: Step): string => {
  const { then: _, else: __, cases, arms, ...fields } = step;
  const heads = [cases, arms].map((list) =>
    (Array.isArray(list) ? list : []).map(({ steps: ___, ...head }) => head),
  );
  return JSON.stringify([fields, heads]);
};

function valueText(value: unknown, said: Sentences): string {
  if (Array.isArray(value)) return value.map((one) => valueText(one, said)).join(", ");
  if (typeof value === "boolean") return value ? form.yes : form.no;
  if (!isObject(value)) return typeof value === "string" ? valueLabel(value) : String(value);
  const sentence = said.get(JSON.stringify(value));
  if (sentence !== undefined) return sentence;
  const { amount, unit, type } = value as Record<string, unknown>;
  if (unit !== undefined) return `${amount} ${valueLabel(String(unit))}`;
  const head = typeof type === "string" ? [kindTitle("Condition", type)] : [];
  const fields = Object.entries(value).filter(([key]) => key !== "type");
  return [
    ...head,
    ...fields.map(([key, one]) => `${fieldLabel(key)} ${valueText(one, said)}`),
  ].join("; ");
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
