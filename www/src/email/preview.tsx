/** The email as it arrives, for the person of the dry run where they get it, else for an example. */
import { useLive } from "../live/use-live.ts";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { ask } from "../engine/client.ts";
import { trialText } from "../plan/draft.ts";
import { Message } from "../preview/message.tsx";
import { renderedFor } from "../preview/run.ts";
import { firstName } from "../preview/story.ts";
import { words } from "../strings/email-editor.ts";
import ui from "../components/ui.module.css";
import css from "./email.module.css";
import { blockAt } from "./block-at.ts";
import { language, showBlock } from "./state.ts";

/** What is clicked in the preview is what is edited. */
function point(target: Element): void {
  const place = blockAt(target);
  if (place !== null) showBlock(place);
}

export function EmailPreview({ message }: { message: string }) {
  const [config, spoken] = [trialText(0), language.value];
  const { value: example, failure } = useLive(async () => {
    const rendered = await ask("samples", { config, messages: [message], language: spoken });
    return rendered[message] ?? null;
  }, [config, message, spoken]);
  const own = spoken === null ? renderedFor(message) : null;
  const shown = own ?? example;
  return (
    <section class={css.preview} aria-label={words.preview}>
      <p class={ui.quiet}>
        {own === null ? words.forExample : words.forPerson(firstName.value)} {words.pointing}
      </p>
      {shown === null ? (
        failure === null ? (
          <Loading label={words.rendering} />
        ) : (
          <Notice tone="failed" title={failure.message} />
        )
      ) : (
        <Message message={shown} pictures point={point} />
      )}
    </section>
  );
}
