/**
 * Other rule engines and JavaScript over the same rules and facts. Each is prepared as its
 * documentation has it for rules that are used again and again.
 */
import { readFileSync } from "node:fs";
import * as datalogic from "../peers/node_modules/@goplasmatic/datalogic/web/datalogic_wasm.js";
import { parse } from "../peers/node_modules/@marcbachmann/cel-js/lib/index.js";
import { LogicEngine } from "../peers/node_modules/json-logic-engine/dist/esm/index.js";
import rulesEngine from "../peers/node_modules/json-rules-engine/dist/index.js";

const folder = new URL("../peers/node_modules/@goplasmatic/datalogic/web/", import.meta.url);
datalogic.initSync({ module: readFileSync(new URL("datalogic_wasm_bg.wasm", folder)) });

/** `{name, one, fired, isAsync}`: `fired` gives the places of the rules that start in a case. */
export async function peers(rules, cases) {
  const logic = rules.map(jsonLogic);
  const texts = cases.map((facts) => JSON.stringify(facts));
  const compiled = logic.map((rule) => new LogicEngine().build(rule));
  const interpreter = new LogicEngine();
  const cel = rules.map((rule) => parse(expression(rule)));
  const all = new datalogic.CompiledRule(JSON.stringify(logic), false);
  const functions = rules.map((rule) => new Function("f", `return ${source(rule)};`));
  const routed = new Function("f", "fired", switched(rules));
  const engine = new rulesEngine.Engine();
  for (const [place, rule] of rules.entries())
    engine.addRule({ conditions: nested(rule), event: { type: `${place}` } });
  const each = (name, holds) =>
    contestant(name, cases, (facts, fired) => {
      for (let place = 0; place < rules.length; place += 1)
        if (holds(place, facts)) fired.push(place);
    });
  return [
    contestant("JavaScript, generated, by event", cases, routed),
    each("JavaScript, one function per rule", (place, facts) => functions[place](facts)),
    each("json-logic-engine, compiled", (place, facts) => compiled[place](facts)),
    each("json-logic-engine, interpreted", (place, facts) => interpreter.run(logic[place], facts)),
    each("@marcbachmann/cel-js", (place, facts) => cel[place](facts)),
    contestant("@goplasmatic/datalogic (wasm)", texts, (text, fired) => {
      const answers = JSON.parse(all.evaluate(text));
      for (let place = 0; place < answers.length; place += 1) if (answers[place]) fired.push(place);
    }),
    {
      name: "json-rules-engine",
      isAsync: true,
      one: async (number) => (await engine.run(cases[number])).events.length,
      fired: async (number) => (await engine.run(cases[number])).events.map(({ type }) => +type),
    },
  ];
}

function contestant(name, cases, decide) {
  const list = [];
  const one = (number) => {
    list.length = 0;
    decide(cases[number], list);
    return list.length;
  };
  const fired = (number) => {
    one(number);
    return [...list];
  };
  return { name, one, fired };
}

const SIGNS = { more_than: ">", at_least: ">=", less_than: "<", at_most: "<=" };

function jsonLogic(rule) {
  const translate = (test) => {
    if (test.any) return { or: test.any.map(translate) };
    if (test.none) return { "!": [{ or: test.none.map(translate) }] };
    const found = { var: test.fact };
    switch (test.is) {
      case "equals":
        return { "==": [found, test.value] };
      case "not_equals":
        return { "!=": [found, test.value] };
      case "one_of":
        return { in: [found, test.value] };
      case "contains_any":
        return { or: test.value.map((word) => ({ in: [word, found] })) };
      default:
        return { [SIGNS[test.is]]: [found, test.value] };
    }
  };
  return { and: [{ "==": [{ var: "event" }, rule.event] }, ...rule.of.map(translate)] };
}

function nested(rule) {
  const translate = (test) => {
    if (test.any) return { any: test.any.map(translate) };
    if (test.none) return { not: { any: test.none.map(translate) } };
    const { fact, value } = test;
    switch (test.is) {
      case "equals":
        return { fact, operator: "equal", value };
      case "not_equals":
        return { fact, operator: "notEqual", value };
      case "one_of":
        return { fact, operator: "in", value };
      case "contains_any":
        return { any: value.map((word) => ({ fact, operator: "contains", value: word })) };
      case "more_than":
        return { fact, operator: "greaterThan", value };
      case "at_least":
        return { fact, operator: "greaterThanInclusive", value };
      case "less_than":
        return { fact, operator: "lessThan", value };
      case "at_most":
        return { fact, operator: "lessThanInclusive", value };
    }
  };
  const event = { fact: "event", operator: "equal", value: rule.event };
  return { all: [event, ...rule.of.map(translate)] };
}

function expression(rule) {
  const translate = (test) => {
    if (test.any) return `(${test.any.map(translate).join(" || ")})`;
    if (test.none) return `!(${test.none.map(translate).join(" || ")})`;
    const value = JSON.stringify(test.value);
    switch (test.is) {
      case "equals":
        return `${test.fact} == ${value}`;
      case "not_equals":
        return `${test.fact} != ${value}`;
      case "one_of":
        return `${test.fact} in ${value}`;
      case "contains_any":
        return `(${test.value.map((word) => `"${word}" in ${test.fact}`).join(" || ")})`;
      default:
        return `${test.fact} ${SIGNS[test.is]} ${test.value}.0`;
    }
  };
  return [`event == "${rule.event}"`, ...rule.of.map(translate)].join(" && ");
}

function source(rule, withEvent = true) {
  const translate = (test) => {
    if (test.any) return `(${test.any.map(translate).join(" || ")})`;
    if (test.none) return `!(${test.none.map(translate).join(" || ")})`;
    const found = `f.${test.fact}`;
    const same = (value) => `${found} === ${JSON.stringify(value)}`;
    switch (test.is) {
      case "equals":
        return same(test.value);
      case "not_equals":
        return `${found} !== ${JSON.stringify(test.value)}`;
      case "one_of":
        return `(${test.value.map(same).join(" || ")})`;
      case "contains_any":
        return `(${test.value.map((word) => `${found}.includes("${word}")`).join(" || ")})`;
      default:
        return `${found} ${SIGNS[test.is]} ${test.value}`;
    }
  };
  const event = withEvent ? [`f.event === "${rule.event}"`] : [];
  return [...event, ...rule.of.map(translate)].join(" && ");
}

function switched(rules) {
  const events = [...new Set(rules.map(({ event }) => event))];
  const lines = (event) =>
    rules.flatMap((rule, place) =>
      rule.event === event ? [`if (${source(rule, false)}) fired.push(${place});`] : [],
    );
  const cases = events.map((event) => `case "${event}":\n${lines(event).join("\n")}\nbreak;`);
  return `switch (f.event) {\n${cases.join("\n")}\n}`;
}
