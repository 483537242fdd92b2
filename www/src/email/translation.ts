/** A message's words in other languages, in the working copy. */
import type { ConfigText } from "../engine/config-text.ts";
import { config, edit } from "../plan/draft.ts";
import { changeDesign, designOf } from "./design.ts";

interface Said {
  subject?: string;
  preheader?: string;
  blocks?: Record<string, Record<string, string>>;
  [part: string]: unknown;
}

const translationsOf = (written: ConfigText | null, message: string): Record<string, Said> =>
  (written?.messages?.[message]?.translations as Record<string, Said> | undefined) ?? {};

/** The languages a message is in besides its own. */
export const languagesOf = (message: string): string[] =>
  Object.keys(translationsOf(config.value, message));

/** What a message says in a language. */
export const saidIn = (message: string, language: string): Said =>
  translationsOf(config.value, message)[language] ?? {};

/** A block's words in a language. */
export const wordsIn = (message: string, language: string, block: string) =>
  saidIn(message, language).blocks?.[block] ?? {};

function change(
  message: string,
  language: string,
  work: (said: Said) => void,
  typed: string,
): void {
  edit((next) => {
    const one = next.messages?.[message];
    if (one === undefined) return;
    const all = { ...translationsOf(next, message) };
    const said = { ...all[language] };
    work(said);
    all[language] = said;
    one.translations = all as typeof one.translations;
  }, `${language} ${message} ${typed}`);
}

export function addLanguage(message: string, language: string): void {
  edit((next) => {
    if (designOf(next.messages?.[message] ?? {}) !== null) changeDesign(next, message, () => {});
    const one = next.messages?.[message];
    if (one === undefined) return;
    one.translations = {
      ...translationsOf(next, message),
      [language]: {},
    } as typeof one.translations;
  });
}

export function removeLanguage(message: string, language: string): void {
  edit((next) => {
    const one = next.messages?.[message];
    if (one === undefined) return;
    const { [language]: _, ...rest } = translationsOf(next, message);
    if (Object.keys(rest).length === 0) delete one.translations;
    else one.translations = rest as typeof one.translations;
  });
}

export const setPart = (
  message: string,
  language: string,
  part: "subject" | "preheader",
  text: string,
): void =>
  change(
    message,
    language,
    (said) => {
      if (text === "") delete said[part];
      else said[part] = text;
    },
    part,
  );

/** Sets a block's words in a language; none where nothing of it is translated. */
export const setWords = (
  message: string,
  language: string,
  block: string,
  words: Record<string, string>,
): void =>
  change(
    message,
    language,
    (said) => {
      const { [block]: _, ...others } = said.blocks ?? {};
      const blocks = Object.keys(words).length === 0 ? others : { ...others, [block]: words };
      if (Object.keys(blocks).length === 0) delete said.blocks;
      else said.blocks = blocks;
    },
    block,
  );
