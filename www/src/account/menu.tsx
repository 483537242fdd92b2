/** Who is signed in and to which shop, at the head of every page. */
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import type { MySessions } from "edgewise-edge/contract.ts";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import {
  api,
  changePassword,
  chooseShop,
  embedded,
  endSession,
  me,
  membership,
  mine,
  shop,
  shops,
  signOut,
  signOutEverywhere,
} from "../server/session.ts";
import { words } from "../strings/account.ts";
import { words as app } from "../strings/app.ts";
import { words as newShop } from "../strings/new-shop.ts";
import { shortTime } from "../text/zone.ts";
import { askForNewShop } from "./new-shop.tsx";
import { askToSignIn } from "./sign-in.tsx";
import css from "./account.module.css";
import ui from "../components/ui.module.css";

const isOpen = signal(false);

/** Where somebody is signed in is about them and not about a shop, so its times are those of this browser. */
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The choice that is no shop: ids are longer. */
const NEW_SHOP = "new";

export function Account() {
  if (embedded) return null;
  if (api.value === null) {
    return (
      <button type="button" class={`${ui.button} ${css.account}`} onClick={askToSignIn}>
        {app.signIn}
      </button>
    );
  }
  return (
    <div class={css.account}>
      {shops.value.length === 0 ? null : <Shops />}
      {me.value === null ? (
        <button type="button" class={ui.button} onClick={signOut}>
          {app.signOut}
        </button>
      ) : (
        <button
          type="button"
          class={`${ui.button} ${css.person}`}
          aria-haspopup="dialog"
          onClick={() => {
            isOpen.value = true;
          }}
        >
          <span class={css.name}>{nameOfMe()}</span>
          {membership.value === null ? null : (
            <span class={ui.quiet}>{words.roles[membership.value.role]}</span>
          )}
        </button>
      )}
      {isOpen.value ? <Mine /> : null}
    </div>
  );
}

const nameOfMe = (): string => membership.value?.name ?? me.value?.shops[0]?.name ?? "";

function Shops() {
  return (
    <select
      aria-label={app.shop}
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
      {/* Shops are made by the operator. */}
      {me.value === null ? <option value={NEW_SHOP}>{newShop.other}</option> : null}
    </select>
  );
}

const close = () => {
  isOpen.value = false;
};

/** The person's own account: who they are here, their password, where they are signed in. */
function Mine() {
  const known = me.value;
  if (known === null) return null;
  const leave = async () => {
    close();
    await signOut();
  };
  return (
    <Dialog open title={nameOfMe()} close={close}>
      <div class={ui.asked}>
        <p>
          {known.email}
          <br />
          <span class={ui.quiet}>
            {membership.value === null ? "" : words.what[membership.value.role]}
          </span>
        </p>
        <div class={ui.actions}>
          <button type="button" class={`${ui.button} ${ui.primary}`} onClick={leave}>
            {app.signOut}
          </button>
        </div>
        {known.has_password ? <Password /> : <p class={ui.quiet}>{words.throughWordPress}</p>}
        <Sessions />
      </div>
    </Dialog>
  );
}

function Password() {
  const [open, setOpen] = useState(false);
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const { trouble, attempt } = useAttempt();
  const change = async (event: Event) => {
    event.preventDefault();
    await attempt(async () => {
      await changePassword(current, next);
      setOpen(false);
      setCurrent("");
      setNext("");
      toast(words.changed);
    });
  };
  if (!open) {
    return (
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={() => setOpen(true)}>
          {words.change}
        </button>
      </div>
    );
  }
  return (
    <form class={ui.asked} onSubmit={change}>
      <p class={ui.quiet}>{words.changeHelp}</p>
      {trouble === null ? null : <Notice tone="failed" title={trouble} />}
      <TextField
        label={words.current}
        type="password"
        autocomplete="current-password"
        value={current}
        change={setCurrent}
      />
      <TextField
        label={words.next}
        help={words.passwordHelp}
        type="password"
        autocomplete="new-password"
        value={next}
        change={setNext}
      />
      <div class={ui.actions}>
        <button
          type="submit"
          class={`${ui.button} ${ui.primary}`}
          disabled={current === "" || next === ""}
        >
          {words.changeNow}
        </button>
      </div>
    </form>
  );
}

function Sessions() {
  const { value, failure, refresh } = useLive(() => mine<MySessions>("/api/me/sessions"), []);
  const { trouble, attempt } = useAttempt();
  const end = (id: string) => attempt(() => endSession(id).then(refresh));
  const endAll = () => attempt(() => signOutEverywhere().then(close));
  const failed = trouble ?? failure?.message ?? null;
  return (
    <section aria-labelledby="my-sessions">
      <h3 id="my-sessions">{words.sessions}</h3>
      {failed === null ? null : <Notice tone="failed" title={failed} />}
      <ul class={css.sessions}>
        {(value?.sessions ?? []).map(({ id, device, current, used_at: used }) => (
          <li key={id}>
            <span>
              {device}{" "}
              <span class={ui.quiet}>
                {current ? words.here : words.lastUsed(shortTime(HERE, used))}
              </span>
            </span>
            {current ? null : (
              <button
                type="button"
                class={ui.button}
                aria-label={words.endOf(device)}
                onClick={() => end(id)}
              >
                {words.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={endAll}>
          {words.everywhere}
        </button>
      </div>
    </section>
  );
}
