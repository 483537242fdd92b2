/** The page's frame: views, shop, signing in. */
import type { FunctionComponent } from "preact";
import { useRef } from "preact/hooks";
import { Backtest } from "./backtest/backtest.tsx";
import { Live } from "./live/live.tsx";
import { TextField } from "./parts/field.tsx";
import { Preview } from "./preview/preview.tsx";
import { type Route, route } from "./route.ts";
import {
  api,
  chooseShop,
  shop,
  shops,
  signIn,
  signInError,
  signingIn,
  signOut,
} from "./server/session.ts";
import { words } from "./words.ts";

/** What each address shows. */
const PAGES: Record<Route, FunctionComponent<{ signIn(): void }>> = {
  preview: Preview,
  backtest: Backtest,
  live: Live,
};

export function App() {
  const Page = PAGES[route.value];
  const dialog = useRef<HTMLDialogElement>(null);
  const open = () => dialog.current?.showModal();
  return (
    <>
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <header class="bar">
        <span class="brand">{words.brand}</span>
        <nav aria-label={words.brand}>
          {(Object.entries(words.pages) as [Route, string][]).map(([name, text]) => (
            <a
              key={name}
              href={`#/${name}`}
              aria-current={route.value === name ? "page" : undefined}
            >
              {text}
            </a>
          ))}
        </nav>
        <Account open={open} />
      </header>
      <Page signIn={open} />
      <SignIn dialog={dialog} />
    </>
  );
}

function Account({ open }: { open(): void }) {
  if (api.value === null)
    return (
      <button type="button" class="button account" onClick={open}>
        {words.signIn}
      </button>
    );
  return (
    <div class="account">
      {shops.value.length === 0 ? null : (
        <select
          aria-label={words.shop}
          value={shop.value ?? ""}
          onChange={({ currentTarget }) => chooseShop(currentTarget.value)}
        >
          {shops.value.map((one) => (
            <option key={one.shop} value={one.shop}>
              {one.domain}
            </option>
          ))}
        </select>
      )}
      <button type="button" class="button" onClick={signOut}>
        {words.signOut}
      </button>
    </div>
  );
}

function SignIn({ dialog }: { dialog: { current: HTMLDialogElement | null } }) {
  const key = useRef("");
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await signIn(key.current.trim())) dialog.current?.close();
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="sign-in">
      <form onSubmit={submit}>
        <h2 id="sign-in">{words.signInTitle}</h2>
        <p class="quiet">{words.signInHelp}</p>
        <TextField
          label={words.adminKey}
          type="password"
          value=""
          change={(text) => {
            key.current = text;
          }}
        />
        {signInError.value === null ? null : (
          <p class="field-fault" role="alert">
            {signInError.value}
          </p>
        )}
        <div class="actions">
          <button type="submit" class="button primary" disabled={signingIn.value}>
            {words.signIn}
          </button>
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {words.cancel}
          </button>
        </div>
      </form>
    </dialog>
  );
}
