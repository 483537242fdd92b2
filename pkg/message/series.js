/**
 * What a series that teaches owes its readers: it says in its first message how often it comes, and it doesn't
 * turn into advertising. A workflow is such a series if one of its messages is labeled `educational`.
 */
import { textsOf } from "./texts.js";

/** One promotional message in so many. */
const ONE_IN = 5;

/** Words that say how often, or for how long, in the languages that emails are usually written in. */
const HOW_OFTEN = new RegExp(
  [
    // English: “four emails in two weeks”, “every Tuesday”, “once a month”.
    String.raw`\b(?:daily|weekly|monthly|fortnightly|every|each|once|twice|days?|weeks?|months?|how often)\b`,
    String.raw`\b(?:täglich|wöchentlich|monatlich|jede[nrsm]?|einmal|zweimal|Tage?n?|Wochen?|Monate?n?|wie oft)\b`,
    String.raw`\b(?:quotidien|hebdomadaire|mensuel|chaque|fois|jours?|semaines?|mois)`,
    String.raw`\b(?:diari[oa]|semanal|mensual|cada|veces|vez|d[ií]as?|semanas?|mes(?:es)?)\b`,
    String.raw`\b(?:settimana|settimane|giorn[oi]|mese|mesi|ogni|volta|volte|dagelijks|wekelijks|maandelijks|elke|weken|dagen|maand)\b`,
    String.raw`\b(?:tygodni|tydzień|dni|miesiąc|co tydzień|semana|diariamente|toda)`,
  ].join("|"),
  "iu",
);

/**
 * @param {import("../message.d.ts").MailConfig} config
 * @returns {import("../index.d.ts").Diagnostic[]} warnings
 */
export function seriesFindings({ workflows = [], messages = {} }) {
  return workflows.flatMap((workflow, index) => {
    const sent = messagesIn(workflow.steps).filter((id) => Object.hasOwn(messages, id));
    if (!sent.some((id) => messages[id].content === "educational")) return [];
    const place = `workflows[${index}]`;
    return [...frequencyFinding(place, sent, messages), ...offersFinding(place, sent, messages)];
  });
}

function frequencyFinding(path, sent, messages) {
  const [first] = sent;
  const said = textsOf(first, messages[first]).map(({ source }) => source);
  if (sent.length < 2 || said.some((text) => HOW_OFTEN.test(text))) return [];
  return [
    warning(
      "series-frequency-unsaid",
      path,
      "The first message of this series doesn’t say how often it comes.",
      "Say it in the first message, such as “Four emails in two weeks”.",
    ),
  ];
}

function offersFinding(path, sent, messages) {
  const offers = sent.filter((id) => isPromotional(messages[id])).length;
  if (offers <= Math.ceil(sent.length / ONE_IN)) return [];
  return [
    warning(
      "series-too-promotional",
      path,
      `${offers} of the ${sent.length} messages in this series promote something; more than one in five puts readers off.`,
      "Move offers to a workflow of their own, or add messages that help.",
    ),
  ];
}

/** It says so itself, or gives a code away. */
const isPromotional = (message) =>
  message.content === "promotional" ||
  textsOf("", message).some(({ source }) => /\bcoupon\.code\b/.test(source)) ||
  JSON.stringify(message.design ?? null).includes('"type":"coupon"');

const warning = (code, path, message, help) => ({
  ...{ code, severity: "warning", path, message, help },
});

/** The messages that steps send, each once, in the order in which they are written. */
function messagesIn(steps) {
  const found = new Set();
  const look = (value) => {
    if (typeof value !== "object" || value === null) return;
    if (value.type === "send" && typeof value.message === "string") found.add(value.message);
    for (const inner of Object.values(value)) look(inner);
  };
  look(steps);
  return [...found];
}
