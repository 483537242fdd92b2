/** A text message as it arrives, and what it weighs. */
import type { Weight } from "edgewise/sms.js";
import { currency } from "../plan/draft.ts";
import { weightWords as words } from "../strings/sms.ts";
import { LOCALE } from "../text/locale.ts";
import { smsSender } from "./sms-sender.ts";
import ui from "../components/ui.module.css";
import css from "./message.module.css";

export function TextBubble({ text, weight }: { text: string; weight: Weight }) {
  const { from } = smsSender.value;
  return (
    <>
      {from === null ? null : <p class={ui.quiet}>{words.from(from)}</p>}
      <section class={css.bubble} aria-label={words.bubble} dir="auto">
        {text}
      </section>
      <WeightLine weight={weight} />
    </>
  );
}

/** In how many segments it leaves, what is left of the last one, and what it costs. */
function WeightLine({ weight: { segments, left, encoding, foreign } }: { weight: Weight }) {
  const { price } = smsSender.value;
  const parts = [
    words.segments(segments),
    words.left(left),
    ...(price === null ? [] : [words.cost(amountOf(Number(price) * segments))]),
  ];
  return (
    <>
      <p class={ui.quiet}>{parts.join(" · ")}</p>
      {encoding === "GSM-7" ? null : (
        <p class={ui.quiet}>{words.unicode(foreign.map((one) => `“${one}”`).join(" "))}</p>
      )}
    </>
  );
}

/** An amount with as many digits as a fraction of a cent needs. */
const amountOf = (amount: number): string =>
  new Intl.NumberFormat(LOCALE, {
    style: "currency",
    currency: currency.value,
    maximumFractionDigits: 4,
  }).format(amount);
