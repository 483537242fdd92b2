/** What the shop's email is to go through: chosen, filled in, and tried without sending. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { SelectField, TextField } from "../components/field.tsx";
import { toast } from "../components/toast.tsx";
import type { Api } from "../server/api.ts";
import { emailWords as words } from "../strings/email.ts";
import { checkEmail, type EmailConnection, type NewEmailConnection, setEmail } from "./server.ts";
import { TriedForm, useTest } from "../components/trial.tsx";
import ui from "../components/ui.module.css";

type Provider = NonNullable<EmailConnection["provider"]>;
type Security = NonNullable<EmailConnection["server"]>["security"];

/** What is in the fields, of every provider: whoever looks at another one finds it again. */
interface Filled {
  host: string;
  port: string;
  security: Security;
  user: string;
  password: string;
  key: string;
  stream: string;
  access_key_id: string;
  region: string;
  configuration_set: string;
  signing_secret: string;
  topic: string;
}

type Set = <Name extends keyof Filled>(name: Name, value: Filled[Name]) => void;

export function EmailForm({
  server,
  id,
  known,
  changed,
  close,
}: {
  server: Api;
  id: string;
  known: EmailConnection;
  changed(): void;
  close(): void;
}) {
  const [provider, setProvider] = useState<Provider>(known.provider ?? "resend");
  const [filled, setFilled] = useState(() => filledFrom(known));
  const set: Set = (name, value) => setFilled((before) => ({ ...before, [name]: value }));
  const given = givenOf(provider, filled);
  const trial = useTest(() => checkEmail(server, id, given));
  const saving = useTest(async () => {
    await setEmail(server, id, given);
    toast(words.saved);
    changed();
    close();
    return { works: true, trouble: null };
  });
  const isKept = keeps(provider, filled, known);
  const isWhole = wholeIn(provider, filled, isKept);
  const fields = { filled, set, isKept };
  return (
    <div class={ui.fields}>
      <SelectField
        label={words.provider}
        value={provider}
        change={(next) => {
          trial.clear();
          // A secret belongs to one account.
          set("key", "");
          setProvider(next as Provider);
        }}
      >
        {(Object.entries(words.providers) as [Provider, string][]).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </SelectField>
      <p class={ui.quiet}>{words.helps[provider]}</p>
      {provider === "smtp" ? (
        <ServerFields {...fields} />
      ) : (
        <KeyField {...fields} provider={provider}>
          {provider === "postmark" ? (
            <TextField
              label={words.stream}
              value={filled.stream}
              change={(text) => set("stream", text)}
            />
          ) : null}
          {provider === "ses" ? <SesFields {...fields} /> : null}
        </KeyField>
      )}
      <TriedForm words={words} trial={trial} saving={saving} isWhole={isWhole} cancel={close} />
    </div>
  );
}

interface Fields {
  filled: Filled;
  set: Set;
  /** Whether the secret before is kept when none is entered. */
  isKept: boolean;
}

function ServerFields({ filled, set, isKept }: Fields) {
  const { host, port, security, user, password } = filled;
  return (
    <>
      <TextField label={words.host} value={host} change={(text) => set("host", text)} />
      <SelectField
        label={words.security}
        value={security}
        change={(next) => {
          // A port that was typed is left alone.
          if (port === String(PORTS[security])) set("port", String(PORTS[next as Security]));
          set("security", next as Security);
        }}
      >
        {words.securities.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
        {security === "none" ? <option value="none">{words.noSecurity}</option> : null}
      </SelectField>
      <TextField
        label={words.port}
        value={port}
        change={(text) => set("port", text)}
        check={portFault}
      />
      <TextField label={words.user} value={user} change={(text) => set("user", text)} />
      <TextField
        label={isKept ? words.keptPassword : words.password}
        type="password"
        value={password}
        change={(text) => set("password", text)}
      />
    </>
  );
}

function KeyField({
  provider,
  filled,
  set,
  isKept,
  children,
}: Fields & { provider: Exclude<Provider, "smtp">; children?: ComponentChildren }) {
  const label = words.keys[provider];
  return (
    <>
      {children}
      <TextField
        label={isKept ? words.keptKey(label) : label}
        type="password"
        value={filled.key}
        change={(text) => set("key", text)}
      />
      {provider === "resend" ? (
        <TextField
          label={words.signingSecret}
          type="password"
          value={filled.signing_secret}
          change={(text) => set("signing_secret", text)}
        />
      ) : null}
    </>
  );
}

function SesFields({ filled, set }: Fields) {
  return (
    <>
      <TextField
        label={words.region}
        value={filled.region}
        change={(text) => set("region", text)}
      />
      <TextField
        label={words.accessKey}
        value={filled.access_key_id}
        change={(text) => set("access_key_id", text)}
      />
      <TextField
        label={words.configurationSet}
        value={filled.configuration_set}
        change={(text) => set("configuration_set", text)}
      />
      <TextField label={words.topic} value={filled.topic} change={(text) => set("topic", text)} />
    </>
  );
}

function filledFrom({ server, settings }: EmailConnection): Filled {
  const security = server?.security ?? "tls";
  return {
    host: server?.host ?? "",
    port: String(server?.port ?? PORTS[security]),
    security,
    user: server?.user ?? "",
    password: "",
    key: "",
    stream: settings.stream ?? "broadcast",
    access_key_id: settings.access_key_id ?? "",
    region: settings.region ?? "",
    configuration_set: settings.configuration_set ?? "",
    signing_secret: "",
    topic: settings.topic ?? "",
  };
}

/** What is asked of the edge. */
function givenOf(provider: Provider, filled: Filled): NewEmailConnection {
  const key = filled.key.trim() === "" ? {} : { key: filled.key.trim() };
  switch (provider) {
    case "smtp": {
      const { host, port, security, user, password } = filled;
      const server = { host: host.trim(), port: Number(port), security, user: user.trim() };
      return { provider, ...server, ...(password === "" ? {} : { password }) };
    }
    case "postmark":
      return { provider, ...key, stream: filled.stream.trim() };
    case "ses": {
      const { access_key_id, region, configuration_set, topic } = filled;
      const account = { access_key_id: access_key_id.trim(), region: region.trim() };
      const more = { configuration_set: configuration_set.trim(), topic: topic.trim() };
      return { provider, ...key, ...account, ...more };
    }
    case "resend": {
      const secret = filled.signing_secret.trim();
      return { provider, ...key, ...(secret === "" ? {} : { signing_secret: secret }) };
    }
    case "brevo":
      return { provider, ...key };
  }
}

/** Whether a secret that is left out stays the one before: it is of the same account. */
function keeps(provider: Provider, filled: Filled, known: EmailConnection): boolean {
  if (known.provider !== provider) return false;
  if (provider === "smtp") {
    return known.server?.user !== "" && known.server?.host === filled.host.trim();
  }
  return provider !== "ses" || known.settings.access_key_id === filled.access_key_id.trim();
}

/** Whether everything is filled in that has to be. */
function wholeIn(provider: Provider, filled: Filled, isKept: boolean): boolean {
  if (provider === "smtp") return filled.host.trim() !== "" && portFault(filled.port) === null;
  const hasKey = isKept || filled.key.trim() !== "";
  if (provider === "postmark") return hasKey && filled.stream.trim() !== "";
  if (provider !== "ses") return hasKey;
  return hasKey && filled.access_key_id.trim() !== "" && filled.region.trim() !== "";
}

/** The usual port of each way to encrypt. */
const PORTS: Record<Security, number> = { tls: 465, starttls: 587, none: 2525 };

const portFault = (text: string): string | null =>
  /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535 ? null : words.badPort;
