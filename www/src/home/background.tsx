/** What goes on in the background over all customers, while it does. */
import { Notice } from "../components/notice.tsx";
import { words } from "../strings/home.ts";
import type { Operations, Progress } from "../operations/server.ts";

/** Whether anything goes on, so that the page is to look again soon. */
export const goesOn = ({ background: { erasing, moving_to_plan: moving } }: Operations): boolean =>
  erasing.shop !== null || erasing.people > 0 || moving !== null;

export function Background({ found }: { found: Operations }) {
  const { erasing, moving_to_plan: moving } = found.background;
  return (
    <>
      {erasing.shop === null ? null : (
        <Notice tone="held" title={words.erasingShop} text={words.erasingHelp}>
          <Bar progress={erasing.shop} label={words.erasingShop} />
        </Notice>
      )}
      {erasing.shop !== null || erasing.people === 0 ? null : (
        <Notice tone="held" title={words.erasing(erasing.people)} text={words.erasingHelp} />
      )}
      {moving === null ? null : (
        <Notice tone="held" title={words.moving} text={words.movingHelp}>
          <Bar progress={moving} label={words.moving} />
        </Notice>
      )}
    </>
  );
}

function Bar({ progress: { done, of }, label }: { progress: Progress; label: string }) {
  return (
    <p>
      <progress max={Math.max(1, of)} value={done} aria-label={label} /> {words.doneOf(done, of)}
    </p>
  );
}
