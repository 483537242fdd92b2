/** Who is signed in, to which shop, and the way in. Inside Shopify's admin there is nothing to ask. */
import { useEffect, useRef } from "preact/hooks";
import { TextField } from "../components/field.tsx";
import {
  api,
  asked,
  chooseShop,
  embedded,
  shop,
  shops,
  signIn,
  signInError,
  signingIn,
  signOut,
} from "../server/session.ts";
import { words } from "../strings/app.ts";
import { words as newShop } from "../strings/new-shop.ts";
import { askForNewShop } from "./new-shop.tsx";
import { words as controls } from "../strings/components.ts";
import appCss from "./sign-in.module.css";
import dialogCss from "../components/dialog.module.css";
import ui from "../components/ui.module.css";

/** Opens the sign-in dialog, from wherever something needs the shop. */
export function askToSignIn(): void {
  asked.value = true;
}

export function Account() {
  if (embedded) return null;
  if (api.value === null)
    return (
      <button type="button" class={`${ui.button} ${appCss.account}`} onClick={askToSignIn}>
        {words.signIn}
      </button>
    );
  return (
    <div class={appCss.account}>
      {shops.value.length === 0 ? null : (
        <select
          aria-label={words.shop}
          value={shop.value ?? ""}
          onChange={({ currentTarget }) => {
            const { value } = currentTarget;
            if (value !== NEW_SHOP) return chooseShop(value);
            currentTarget.value = shop.value ?? "";
            askForNewShop();
          }}
        >
          {shops.value.map((one) => (
            <option key={one.shop} value={one.shop}>
              {one.domain}
            </option>
          ))}
          <option value={NEW_SHOP}>{newShop.other}</option>
        </select>
      )}
      <button type="button" class={ui.button} onClick={signOut}>
        {words.signOut}
      </button>
    </div>
  );
}

/** The choice that is no shop: ids are longer. */
const NEW_SHOP = "new";

export function SignIn() {
  const dialog = useRef<HTMLDialogElement>(null);
  const key = useRef("");
  const open = asked.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  const close = () => {
    asked.value = false;
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await signIn(key.current.trim())) close();
  };
  return (
    <dialog ref={dialog} class={dialogCss.dialog} aria-labelledby="sign-in" onClose={close}>
      <form onSubmit={submit}>
        <h2 id="sign-in">{words.signInTitle}</h2>
        <p class={ui.quiet}>{words.signInHelp}</p>
        <TextField
          label={words.adminKey}
          type="password"
          value=""
          change={(text) => {
            key.current = text;
          }}
        />
        {signInError.value === null ? null : (
          <p class={ui.fieldFault} role="alert">
            {signInError.value}
          </p>
        )}
        <div class={ui.actions}>
          <button type="submit" class={`${ui.button} ${ui.primary}`} disabled={signingIn.value}>
            {words.signIn}
          </button>
          <button type="button" class={ui.button} onClick={close}>
            {controls.cancel}
          </button>
        </div>
      </form>
    </dialog>
  );
}
