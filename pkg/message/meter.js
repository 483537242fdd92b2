/**
 * Liquid with a meter: every tag, output, filter and comparison pays from the message's fuel before it
 * is done. The library can only stop after so much time, which is another moment on each machine.
 */
import { Context, toValue, toValueSync } from "liquidjs";
import { OutOfFuel } from "./fuel.js";

/** Characters of a template or an argument that are worth a step. */
const STEP_OF_SOURCE = 32;
/** Characters that a comparison looks at for a step. */
const STEP_OF_COMPARING = 256;

/** Where the meter finds the message's fuel; a symbol, so that no template can name it. */
const FUEL = Symbol("fuel");

const fuelOf = (context) => context.globals[FUEL];

/** Makes a Liquid pay for what it does. @param {import("liquidjs").Liquid} liquid */
export function meter(liquid) {
  for (const [name, filter] of Object.entries(liquid.filters)) {
    liquid.registerFilter(name, metered(filter));
  }
  const { operators } = liquid.options;
  liquid.options.operators = Object.fromEntries(
    Object.entries(operators).map(([name, operator]) => [name, compared(operator)]),
  );
  liquid.renderer = { renderTemplates };
}

/** Renders a template on what is left of `fuel`. @throws {OutOfFuel} and Liquid's own errors */
export function rendered(liquid, template, variables, globals, fuel) {
  const context = new Context(
    variables,
    liquid.options,
    { sync: true, globals: { ...globals, [FUEL]: fuel } },
    { liquid, memoryLimit: { use: (count) => fuel.handle(count) } },
  );
  try {
    return toValueSync(renderTemplates(template, context));
  } catch (error) {
    throw causeOf(error);
  }
}

/** Liquid wraps what a tag throws, once for each tag around it. */
function causeOf(error) {
  for (let one = error; one instanceof Error; one = one.originalError) {
    if (one instanceof OutOfFuel) return one;
  }
  return error;
}

/** A piece of text between tags. */
export const isText = (template) => typeof template.str === "string";

/** The library's own, but paying. It is called anew for each round of a loop, and for what is captured. */
function* renderTemplates(templates, context, out = new Output(fuelOf(context))) {
  const fuel = fuelOf(context);
  fuel.step();
  for (const one of templates) {
    fuel.step(priceOf(one));
    const text = yield one.render(context, out);
    if (text) out.write(text);
    if (context.breakCalled || context.continueCalled) break;
  }
  return out.buffer;
}

/** What was written so far. */
class Output {
  buffer = "";
  #fuel;

  constructor(fuel) {
    this.#fuel = fuel;
  }

  write(value) {
    const written = printed(value);
    this.#fuel.write(written.length);
    this.buffer += written;
  }
}

/** A value as Liquid prints it: nothing for what is missing, lists without commas. */
function printed(value) {
  const plain = toValue(value);
  if (plain === null || plain === undefined) return "";
  return Array.isArray(plain) ? plain.map(printed).join("") : String(plain);
}

const prices = new WeakMap();

/** The steps that a tag or an output is worth: more when it is long, or has many branches to look at. */
function priceOf(template) {
  if (isText(template)) return 1;
  let price = prices.get(template);
  if (price === undefined) {
    const { begin = 0, end = 0 } = template.token ?? {};
    price = 1 + Math.floor((end - begin) / STEP_OF_SOURCE);
    // The conditions of an `elsif` or a `when` stand outside of the tag's own text.
    for (const argument of template.arguments?.() ?? []) {
      price += 1 + Math.floor((argument.raw?.length ?? 0) / STEP_OF_SOURCE);
    }
    prices.set(template, price);
  }
  return price;
}

/** A filter pays for its arguments, once for each item of the list it is given. */
function metered(filter) {
  if (typeof filter !== "function") return { ...filter, handler: metered(filter.handler) };
  return function paying(value, ...given) {
    const items = Array.isArray(value) ? value.length : 1;
    const weight = given.reduce((sum, one) => sum + lengthOf(one), 0);
    fuelOf(this.context).step((1 + Math.floor(weight / STEP_OF_SOURCE)) * Math.max(1, items));
    return filter.call(this, value, ...given);
  };
}

function compared(operator) {
  return (...operands) => {
    const context = operands.at(-1);
    const values = operands.slice(0, -1);
    const weight = values.reduce((sum, one) => sum + lengthOf(one), 0);
    fuelOf(context).step(Math.ceil(weight / STEP_OF_COMPARING));
    return operator(...operands);
  };
}

const lengthOf = (value) => (typeof value === "string" || Array.isArray(value) ? value.length : 1);
