/**
 * The merge fields a template speaks of, as `["cart", "items", "title"]`: positions in lists are left
 * out, and what a loop or an assignment calls by another name is followed to where it comes from.
 *
 * Which fields there are is the engine's to say.
 */

/**
 * @param {any[]} template as Liquid parsed it
 * @returns {string[][]} each once
 */
export function fieldsIn(template) {
  const found = new Map();
  walk(template, new Map(), found);
  return [...found.values()];
}

/** What loops know about themselves. */
const OWN = new Set(["forloop", "tablerowloop"]);

/** `scope` holds names made by the template: where each comes from, or null for anything else. */
function walk(templates, scope, found) {
  for (const one of templates) {
    for (const argument of one.arguments?.() ?? []) {
      for (const path of pathsIn(argument)) note(path, scope, found);
    }
    for (const name of one.localScope?.() ?? []) {
      scope.set(name.content ?? String(name), sourceOf(one.value, scope));
    }
    const inner = new Map(scope);
    for (const name of one.blockScope?.() ?? []) inner.set(name, null);
    if (one.collection !== undefined && typeof one.variable === "string") {
      inner.set(one.variable, sourceOf(one.collection, scope));
    }
    walk(childrenOf(one), inner, found);
    // What is assigned inside of a block is known after it.
    for (const [name, source] of inner) {
      if (!scope.has(name) && !(one.blockScope && [...one.blockScope()].includes(name))) {
        scope.set(name, source);
      }
    }
  }
}

function note(path, scope, found) {
  const field = resolved(path, scope);
  if (field !== null && !OWN.has(field[0])) found.set(field.join("\n"), field);
}

/** A path with its beginning followed to where it comes from; null for what the template made. */
function resolved([first, ...rest], scope) {
  const names = [first, ...rest].filter((segment) => !/^-?\d+$/.test(segment));
  if (!scope.has(first)) return names;
  const source = scope.get(first);
  return source === null ? null : [...source, ...names.slice(1)];
}

/** Where a value comes from, if it is one field with nothing done to it. */
function sourceOf(value, scope) {
  if (value === undefined || value === null) return null;
  if ((value.filters?.length ?? 0) > 0) return null;
  const paths = [...pathsIn(value)];
  return paths.length === 1 && isPlain(value) ? resolved(paths[0], scope) : null;
}

const isPlain = (value) => value.props !== undefined || value.initial?.postfix?.length === 1;

/** What stands inside of a tag. */
export function childrenOf(template) {
  const children = template.children?.(false, true);
  if (children === undefined) return [];
  let step = children.next();
  while (!step.done) step = children.next(step.value);
  return step.value ?? [];
}

/** The paths in a value, a value with filters, a range, or a comparison. */
function* pathsIn(value) {
  if (value === null || typeof value !== "object") return;
  if (Array.isArray(value)) {
    for (const one of value) yield* pathsIn(one);
    return;
  }
  if (value.props !== undefined) {
    const path = [];
    for (const prop of value.props) {
      if (prop.props !== undefined) {
        yield* pathsIn(prop);
        break;
      }
      path.push(String(prop.content));
    }
    if (path.length > 0 && value.variable === undefined) yield path;
    return;
  }
  if (value.lhs !== undefined) {
    yield* pathsIn(value.lhs);
    yield* pathsIn(value.rhs);
  }
  yield* pathsIn(value.initial?.postfix ?? null);
  for (const filter of value.filters ?? []) yield* pathsIn(filter.args ?? null);
}
