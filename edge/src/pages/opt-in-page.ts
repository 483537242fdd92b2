/** The page behind the link that confirms a sign-up: a button, and never a form that submits itself. */
import type { OptInView } from "../shop/opt-in.ts";
import { html, NOTHING, page } from "./frame.ts";
import { words } from "./words.ts";

export function optInPage({ look, shown, state }: OptInView, isUnsure = false): Response {
  const text = words(look.language);
  if (state === "over") return page(look, text.tooOld, html`<p>${text.tooOldNote}</p>`, 410);
  if (state === "confirmed") {
    return page(look, text.confirmed, html`<p>${text.confirmedNote}</p>`);
  }
  const again = isUnsure ? html`<p class="note" role="status">${text.confirmAgain}</p>` : NOTHING;
  return page(
    look,
    text.confirm,
    html`<p>${text.confirmIntro}</p>${again}<form method="post"><input type="hidden" name="shown" value="${shown}"><button>${text.confirmButton}</button></form>`,
  );
}
