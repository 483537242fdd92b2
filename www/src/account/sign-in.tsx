/** The way in: an email address and a password; for operators the admin key. Inside Shopify there is nothing to ask. */
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { TextField } from "../components/field.tsx";
import { ask, asked, signIn, signInAs, signInError, signingIn } from "../server/session.ts";
import { words as controls } from "../strings/components.ts";
import { words } from "../strings/sign-in.ts";
import dialogCss from "../components/dialog.module.css";
import ui from "../components/ui.module.css";

type Way = "password" | "forgotten" | "sent" | "admin-key";

const way = signal<Way>("password");

/** Opens the sign-in dialog, from wherever something needs the shop. */
export function askToSignIn(): void {
  asked.value = true;
}

export function SignIn() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = asked.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  const close = () => {
    asked.value = false;
    go("password");
  };
  return (
    <dialog ref={dialog} class={dialogCss.dialog} aria-labelledby="sign-in" onClose={close}>
      <h2 id="sign-in" tabIndex={-1}>
        {words.titles[way.value]}
      </h2>
      {open ? <Asked key={way.value} close={close} /> : null}
    </dialog>
  );
}

function go(to: Way): void {
  way.value = to;
  signInError.value = null;
}

function Asked({ close }: { close(): void }) {
  switch (way.value) {
    case "admin-key":
      return <WithKey close={close} />;
    case "forgotten":
      return <Forgotten close={close} />;
    case "sent":
      return <Sent close={close} />;
    default:
      return <WithPassword close={close} />;
  }
}

function WithPassword({ close }: { close(): void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await signInAs(email.trim(), password)) close();
  };
  return (
    <form onSubmit={submit}>
      <EmailField value={email} change={setEmail} />
      <TextField
        label={words.password}
        type="password"
        autocomplete="current-password"
        value={password}
        change={setPassword}
      />
      <Trouble />
      <Buttons act={words.signIn} disabled={email.trim() === "" || password === ""} close={close} />
      <div class={ui.actions}>
        <Other text={words.forgot} to="forgotten" />
        <Other text={words.withKey} to="admin-key" />
      </div>
    </form>
  );
}

function WithKey({ close }: { close(): void }) {
  const [key, setKey] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await signIn(key.trim())) close();
  };
  return (
    <form onSubmit={submit}>
      <p class={ui.quiet}>{words.keyHelp}</p>
      <TextField label={words.adminKey} type="password" value={key} change={setKey} />
      <Trouble />
      <Buttons act={words.signIn} disabled={key.trim() === ""} close={close} />
      <div class={ui.actions}>
        <Other text={words.withPassword} to="password" />
      </div>
    </form>
  );
}

function Forgotten({ close }: { close(): void }) {
  const [email, setEmail] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      await ask("/sign-in/forgotten", { email: email.trim() });
      go("sent");
    } catch (error) {
      signInError.value = error instanceof Error ? error.message : String(error);
    }
  };
  return (
    <form onSubmit={submit}>
      <p class={ui.quiet}>{words.forgottenHelp}</p>
      <EmailField value={email} change={setEmail} />
      <Trouble />
      <Buttons act={words.sendLink} disabled={email.trim() === ""} close={close} />
      <div class={ui.actions}>
        <Other text={words.withPassword} to="password" />
      </div>
    </form>
  );
}

function Sent({ close }: { close(): void }) {
  return (
    <div class={ui.asked}>
      <p role="status">{words.sent}</p>
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={close}>
          {controls.close}
        </button>
      </div>
    </div>
  );
}

const EmailField = (field: { value: string; change(next: string): void }) => (
  <TextField label={words.email} type="email" autocomplete="username" {...field} />
);

const Other = ({ text, to }: { text: string; to: Way }) => (
  <button type="button" class={ui.link} onClick={() => go(to)}>
    {text}
  </button>
);

function Trouble() {
  if (signInError.value === null) return null;
  return (
    <p class={ui.fieldFault} role="alert">
      {signInError.value}
    </p>
  );
}

const Buttons = ({ act, disabled, close }: { act: string; disabled: boolean; close(): void }) => (
  <div class={ui.actions}>
    <button
      type="submit"
      class={`${ui.button} ${ui.primary}`}
      disabled={disabled || signingIn.value}
    >
      {act}
    </button>
    <button type="button" class={ui.button} onClick={close}>
      {controls.cancel}
    </button>
  </div>
);
