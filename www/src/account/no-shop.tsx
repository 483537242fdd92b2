/** What stands in place of the shop's own data: signed out, on the way in, kept out, or without a shop. */
import { Empty } from "../components/empty.tsx";
import { Notice } from "../components/notice.tsx";
import { api, asked, me, signInError, signingIn } from "../server/session.ts";
import { words } from "../strings/app.ts";
import { words as newShop } from "../strings/new-shop.ts";
import { askForNewShop } from "./new-shop.tsx";
import ui from "../components/ui.module.css";

/** `lead` says what signing in would show here. */
export function NoShop({ lead }: { lead: string }) {
  if (api.value !== null && signInError.value !== null) {
    return <Notice tone="failed" title={signInError.value} />;
  }
  if (signingIn.value) return <p class={ui.quiet}>{words.signingIn}</p>;
  if (api.value !== null) {
    return (
      <Empty
        lead={words.noShops}
        help={me.value === null ? words.noShopsHelp : words.noShopsOfMine}
      >
        {me.value === null ? (
          <button type="button" class={`${ui.button} ${ui.primary}`} onClick={askForNewShop}>
            {newShop.create}
          </button>
        ) : null}
      </Empty>
    );
  }
  return (
    <Empty lead={lead}>
      <button
        type="button"
        class={`${ui.button} ${ui.primary}`}
        onClick={() => {
          asked.value = true;
        }}
      >
        {words.signIn}
      </button>
    </Empty>
  );
}
