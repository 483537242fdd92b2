/** A workflow as lines to compare, made of the engine's outline of it. */
import type { StepOutline, WorkflowOutline } from "edgewise";
import { textOf } from "../plan/outlined.ts";
import { words } from "../strings/workflows.ts";

/** One line for the trigger, each setting, each step and each branch, indented as they nest. */
export const versionLines = ({ trigger, rules, steps }: WorkflowOutline): string[] => [
  `${words.startsWhenCustomer} ${textOf(trigger)}`,
  ...rules.map(textOf),
  ...steps.flatMap((step) => stepLines(step, "")),
];

const stepLines = ({ id, parts, branches }: StepOutline, indent: string): string[] => [
  `${indent}${textOf(parts) || id}`,
  ...branches.flatMap(({ name, condition, steps }) => [
    `${indent}  ${[name, textOf(condition)].filter((text) => text !== "").join(": ")}`,
    ...steps.flatMap((step) => stepLines(step, `${indent}    `)),
  ]),
];
