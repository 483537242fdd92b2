/** The page on which a customer chooses what they get. */
import type { PreferencesView, Trouble } from "../shop/preferences.ts";
import { html, type Markup, NOTHING, page } from "./frame.ts";
import { words } from "./words.ts";

/** Languages by the names that their speakers give them. */
const NAMES: Readonly<Record<string, string>> = { en: "English", de: "Deutsch" };

/** What became of what was sent, to be said above the form. */
export type Said = "saved" | "unchanged" | { trouble: Trouble } | null;

export function preferencesPage(
  { look, shown, topics, pausedUntil, knowsBirthday }: PreferencesView,
  said: Said,
): Response {
  const text = words(look.language);
  const isTrouble = typeof said === "object" && said !== null;
  const note = isTrouble
    ? html`<p class="trouble" role="alert">${text.trouble[said.trouble]}</p>`
    : said === null
      ? NOTHING
      : html`<p class="note" role="status">${said === "saved" ? text.saved : text.nothingChanged}</p>`;
  const channels = Object.entries(shown.channels).map(([channel, on]) =>
    box("channel", channel, text.channel[channel as keyof typeof text.channel], on),
  );
  const chosen = topics.map(({ id, name, description }) =>
    box("topic", id, name, shown.topics[id] !== false, description),
  );
  const often = (["all", "weekly", "monthly"] as const).map(
    (one) =>
      html`<label><input type="radio" name="frequency" value="${one}"${on(shown.frequency === one)}><span>${text.often[one]}</span></label>`,
  );
  const pause = pausedUntil === null ? text.pauseNow : text.pausedUntil(pausedUntil);
  const languages = Object.entries(NAMES).map(
    ([tag, name]) =>
      html`<option value="${tag}"${shown.language === tag ? html` selected` : NOTHING}>${name}</option>`,
  );
  const isOther = NAMES[shown.language] === undefined;
  const content = html`<p>${text.preferencesIntro}</p>${note}
<form method="post"><input type="hidden" name="shown" value="${JSON.stringify(shown)}">
<fieldset><legend>${text.channels}</legend>${channels}</fieldset>
${topics.length === 0 ? NOTHING : html`<fieldset><legend>${text.topics}</legend>${chosen}</fieldset>`}
<fieldset><legend>${text.frequency}</legend>${often}</fieldset>
<fieldset><legend>${text.pause}</legend>${box("pause", "1", pause, shown.paused)}</fieldset>
<fieldset><legend>${text.about}</legend>
<label class="field"><span>${text.language}</span><select name="language">${isOther ? html`<option value="${shown.language}" selected>${shown.language || text.asBefore}</option>` : NOTHING}${languages}</select></label>
<label class="field"><span>${text.birthday}</span><input type="date" name="birthday" min="1900-01-01" placeholder="1990-05-17">${knowsBirthday ? html`<small>${text.birthdayKnown}</small>` : NOTHING}</label></fieldset>
<p><button>${text.save}</button></p></form>
<form method="post"><input type="hidden" name="shown" value="${JSON.stringify(shown)}"><input type="hidden" name="leave" value="all"><p><button class="plain">${text.leaveAll}</button></p></form>`;
  return page(look, text.preferences, content, isTrouble ? 422 : 200);
}

function box(name: string, value: string, said: string, checked: boolean, below = ""): Markup {
  const small = below === "" ? NOTHING : html`<small>${below}</small>`;
  return html`<label><input type="checkbox" name="${name}" value="${value}"${on(checked)}><span>${said}${small}</span></label>`;
}

const on = (checked: boolean): Markup => (checked ? html` checked` : NOTHING);
