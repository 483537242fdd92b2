/** Where a link leads that lets somebody in: an invitation, a new password, coming over from WordPress. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Me, OpenedLink } from "edgewise-edge/contract.ts";
import { TextField } from "../components/field.tsx";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { type Door as Opened, door as current, goTo } from "../route.ts";
import { ask, me, signInError, signingIn, useLink } from "../server/session.ts";
import { words as app } from "../strings/app.ts";
import { doorWords as words } from "../strings/sign-in.ts";
import css from "./account.module.css";
import ui from "../components/ui.module.css";

export function Door({ door }: { door: Opened }) {
  const [opened, setOpened] = useState<OpenedLink | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    ask<OpenedLink>("/sign-in/link", { link: door.link }).then(setOpened, (error: Error) =>
      setTrouble(error.message),
    );
  }, [door]);
  return (
    <main class={`${ui.page} ${css.door}`} id="main">
      <p class={css.brand}>{app.brand}</p>
      {trouble !== null ? (
        <Broken trouble={trouble} />
      ) : opened === null ? (
        <Loading label={words.opening} />
      ) : opened.kind === "wordpress" ? (
        <Enter link={door.link} opened={opened} />
      ) : (
        <Choose link={door.link} opened={opened} />
      )}
    </main>
  );
}

/** Goes on to the admin. */
function leave(): void {
  current.value = null;
  goTo("home");
}

function Broken({ trouble }: { trouble: string }) {
  return (
    <>
      <h1>{words.failed}</h1>
      <Notice tone="failed" title={trouble} />
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={leave}>
          {words.home}
        </button>
      </div>
    </>
  );
}

/** Choosing a password, or entering the one there is. */
function Choose({ link, opened }: { link: string; opened: OpenedLink }) {
  const { kind, domain, email, has_password: isKnown } = opened;
  const [password, setPassword] = useState("");
  const [trouble, setTrouble] = useState<string | null>(null);
  const isInvitation = kind === "invitation";
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await useLink(link, password)) leave();
    else setTrouble(signInError.value);
  };
  return (
    <>
      <h1>{isInvitation ? words.join(domain ?? "") : words.newPassword}</h1>
      <p>
        {isInvitation
          ? isKnown
            ? words.joinKnownHelp(email)
            : words.joinHelp(email)
          : words.newPasswordHelp(email)}
      </p>
      <form onSubmit={submit}>
        {/* For the browser's password manager: whose password it is. */}
        <input
          class={ui.visuallyHidden}
          type="text"
          autocomplete="username"
          aria-label={words.email}
          tabIndex={-1}
          value={email}
          readOnly
        />
        <TextField
          label={isKnown ? words.current : words.chosen}
          help={isKnown ? undefined : words.chosenHelp}
          type="password"
          autocomplete={isKnown ? "current-password" : "new-password"}
          value={password}
          change={setPassword}
        />
        {trouble === null ? null : (
          <p class={ui.fieldFault} role="alert">
            {trouble}
          </p>
        )}
        <div class={ui.actions}>
          <button
            type="submit"
            class={`${ui.button} ${ui.primary}`}
            disabled={password === "" || signingIn.value}
          >
            {isInvitation ? words.act.join : words.act.save}
          </button>
        </div>
      </form>
    </>
  );
}

/** Coming over from WordPress: at once, unless somebody else is signed in on this browser. */
function Enter({ link, opened }: { link: string; opened: OpenedLink }) {
  const [asks, setAsks] = useState<Me | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const begun = useRef(false);
  const enter = async () => {
    if (await useLink(link)) leave();
    else setTrouble(signInError.value);
  };
  // Who is signed in already must be known first.
  const isKnown = !signingIn.value;
  useEffect(() => {
    if (!isKnown || begun.current) return;
    begun.current = true;
    const other = me.value;
    if (other !== null && other.email !== opened.email) setAsks(other);
    else void enter();
  }, [isKnown]);
  if (trouble !== null) return <Broken trouble={trouble} />;
  if (asks === null) return <Loading label={words.opening} />;
  return (
    <>
      <h1>{words.entering(opened.name, opened.domain ?? "")}</h1>
      <p>{words.entersOver(asks.email ?? "")}</p>
      <div class={ui.actions}>
        <button type="button" class={`${ui.button} ${ui.primary}`} onClick={enter}>
          {words.go}
        </button>
        <button type="button" class={ui.button} onClick={leave}>
          {words.stay}
        </button>
      </div>
    </>
  );
}
