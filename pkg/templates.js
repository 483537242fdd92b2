/**
 * From the files of the shipped templates to a configuration.
 *
 * A template is a folder: `workflow.json` is what the engine reads, `template.json` says what it is
 * for and names its messages, `messages/` holds what they say: an email as its blocks (`design.json`),
 * a text message as Liquid, and each in other languages. Which way the files are read is the host's
 * business (a bundler, a disk), so these functions take texts and give objects.
 */

/**
 * Puts one template together from its files.
 *
 * @param {Record<string, string>} files by their path inside the template's folder, such as
 *   `messages/cart-hour-1.design.json`
 * @returns {import("./templates.d.ts").Template}
 * @throws when a file that the template names is missing; the message says which
 */
export function templateFrom(files) {
  const { $schema: _, ...workflow } = JSON.parse(file(files, "workflow.json"));
  const about = JSON.parse(file(files, "template.json"));
  const { id, goal, description, needs, messages, tiers = [] } = about;
  const { parameters = [], history_days = 0 } = about;
  const texts = Object.entries(messages).map(([name, head]) => [
    name,
    { ...head, ...bodyOf(files, name), ...translationsOf(files, name) },
  ]);
  return {
    id,
    goal,
    description,
    needs,
    parameters,
    history_days,
    workflow,
    messages: Object.fromEntries(texts),
    tiers,
  };
}

/** What a message says: an email as its blocks, anything else as its text. */
function bodyOf(files, name) {
  const design = files[`messages/${name}.design.json`];
  if (design !== undefined) return { design: JSON.parse(design) };
  return { text: file(files, `messages/${name}.text.liquid`) };
}

/** Its words in other languages: a file for each, such as `messages/cart-hour-1.de.json`. */
function translationsOf(files, name) {
  const place = new RegExp(`^messages/${name}\\.([a-z]{2,3})\\.json$`);
  const found = Object.entries(files).flatMap(([path, text]) => {
    const language = path.match(place)?.[1];
    return language === undefined ? [] : [[language, JSON.parse(text)]];
  });
  return found.length === 0 ? {} : { translations: Object.fromEntries(found) };
}

/** What templates are for, in the order in which a shop comes to it. */
export const GOALS = ["recover", "welcome", "orders", "sell-more", "win-back", "loyalty"];

/**
 * The first message that a template sends, by its name; null for one that sends none.
 *
 * @param {import("./templates.d.ts").Template} template
 * @returns {string | null}
 */
export function firstMessage({ workflow }) {
  const look = (value) => {
    if (typeof value !== "object" || value === null) return null;
    if (value.type === "send") return value.message;
    for (const one of Object.values(value)) {
      const found = look(one);
      if (found !== null) return found;
    }
    return null;
  };
  return look(workflow.steps);
}

/**
 * A configuration of some templates for one shop; every workflow gets the same status.
 *
 * @param {Record<string, unknown>} shop the configuration's `shop` section
 * @param {import("./templates.d.ts").Template[]} templates
 * @param {"draft" | "live" | "paused"} status
 */
export function configFrom(shop, templates, status) {
  const tiers = new Map(
    templates.flatMap((template) => template.tiers).map((tier) => [tier.id, tier]),
  );
  return {
    format: 1,
    shop,
    messages: Object.assign({}, ...templates.map((template) => template.messages)),
    ...(tiers.size > 0 ? { tiers: [...tiers.values()] } : {}),
    workflows: templates.map((template) => ({ ...template.workflow, status })),
  };
}

function file(files, path) {
  const text = files[path];
  if (text === undefined) throw new Error(`the template has no ${path}`);
  return text;
}
