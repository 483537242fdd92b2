/** Writing a text message: the template, and below it the text as it arrives and what it weighs. */
import { weightOf, withPlainCharacters } from "edgewise/sms.js";
import { useEffect } from "preact/hooks";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { ask } from "../engine/client.ts";
import { useLive } from "../live/use-live.ts";
import { saved, trialText } from "../plan/draft.ts";
import { knowSender, smsSender } from "../preview/sms-sender.ts";
import { TextBubble } from "../preview/text-bubble.tsx";
import { TextToMe } from "../preview/text-to-me.tsx";
import { renderedFor } from "../preview/run.ts";
import { firstName } from "../preview/story.ts";
import { TextInput } from "../schema/text-input.tsx";
import { api, shop } from "../server/session.ts";
import { smsConnection } from "../server/sms.ts";
import { weightWords as words } from "../strings/sms.ts";
import { words as workflow } from "../strings/workflows.ts";
import { isolated } from "../text/isolated.ts";
import ui from "../components/ui.module.css";

export function SmsText({
  name,
  text,
  change,
}: {
  /** The message's ID. */
  name: string;
  /** Its template. */
  text: string;
  change(text: string): void;
}) {
  const provider = useSender();
  const [server, id] = [api.value, shop.value];
  const [config, { replies }] = [trialText(0), smsSender.value];
  const { value: example, failure } = useLive(async () => {
    const rendered = await ask("samples", { config, messages: [name], replies });
    return rendered[name] ?? null;
  }, [config, name, replies]);
  const own = renderedFor(name);
  const shown = own ?? example;
  return (
    <>
      <TextInput long label={workflow.messageText} value={text} change={change} />
      <PlainCharacters text={text} change={change} />
      {shown === null || shown.weight === undefined ? (
        failure !== null ? (
          <Notice tone="failed" title={failure.message} />
        ) : shown?.fault == null ? (
          <Loading label={words.bubble} />
        ) : (
          <Notice tone="failed" title={shown.fault} />
        )
      ) : (
        <>
          <TextBubble text={shown.text} weight={shown.weight} />
          <p class={ui.quiet}>
            {own === null ? words.forExample : words.forPerson(isolated(firstName.value))}
          </p>
        </>
      )}
      {provider === null || server === null || id === null || !isPublished(name) ? null : (
        <>
          <TextToMe server={server} id={id} message={name} action={words.toMe} />
          <p class={ui.quiet}>{words.toMeHelp}</p>
        </>
      )}
    </>
  );
}

/** Offers plain characters where others make the text dearer. */
function PlainCharacters({ text, change }: { text: string; change(text: string): void }) {
  const plain = withPlainCharacters(text);
  if (plain.replaced.length === 0 || weightOf(text).encoding === "GSM-7") return null;
  const pairs = plain.replaced.map(({ from, to }) => `“${from}” (${to === "" ? "∅" : to})`);
  return (
    <div class={ui.row}>
      <button type="button" class={ui.button} onClick={() => change(plain.text)}>
        {words.plain}
      </button>
      <span class={ui.quiet}>{words.plainHelp(pairs.join(", "))}</span>
    </div>
  );
}

/** Whether a message is in what the shop has published: only that can be sent. */
const isPublished = (name: string): boolean => saved.value.messages?.[name]?.channel === "sms";

/** Learns who the shop's texts are from; gives what they go through, null where that is nothing. */
function useSender(): string | null {
  const [server, id] = [api.value, shop.value];
  const known = useLive(
    server === null || id === null ? null : (signal) => smsConnection(server.until(signal), id),
    [server, id],
  );
  useEffect(() => {
    if (known.value !== null) knowSender(known.value);
  }, [known.value]);
  return known.value?.provider ?? null;
}
