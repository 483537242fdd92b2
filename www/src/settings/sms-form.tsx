/** What the shop's text messages are to go through: chosen, filled in, and tried without sending. */
import { useState } from "preact/hooks";
import { SelectField, TextField } from "../components/field.tsx";
import { toast } from "../components/toast.tsx";
import { currency } from "../plan/draft.ts";
import { TextInput } from "../schema/text-input.tsx";
import type { Api } from "../server/api.ts";
import { checkSms, type NewSmsConnection, type SmsConnection, setSms } from "../server/sms.ts";
import { smsWords as words } from "../strings/sms.ts";
import { TriedForm, useTest } from "../components/trial.tsx";
import ui from "../components/ui.module.css";

type Provider = NonNullable<SmsConnection["provider"]>;

/** What is in the fields, of every provider: whoever looks at another one finds it again. */
interface Filled {
  account_sid: string;
  application_id: string;
  url: string;
  key: string;
  signing_secret: string;
  sender: string;
  segment_price: string;
}

export function SmsForm({
  server,
  id,
  known,
  changed,
  close,
}: {
  server: Api;
  id: string;
  known: SmsConnection;
  changed(): void;
  close(): void;
}) {
  const [provider, setProvider] = useState<Provider>(known.provider ?? "twilio");
  const [filled, setFilled] = useState(() => filledFrom(known));
  const set = (name: keyof Filled, value: string) =>
    setFilled((before) => ({ ...before, [name]: value }));
  const given = givenOf(provider, filled);
  const trial = useTest(() => checkSms(server, id, given));
  const saving = useTest(async () => {
    await setSms(server, id, given);
    toast(words.saved);
    changed();
    close();
    return { works: true, trouble: null };
  });
  const isKept = keeps(provider, filled, known);
  const isWhole = wholeIn(provider, filled, isKept);
  const isName = /[A-Za-z]/.test(filled.sender) && !/^MG[0-9a-f]{32}$/i.test(filled.sender.trim());
  return (
    <div class={ui.fields}>
      <SelectField
        label={words.provider}
        value={provider}
        change={(next) => {
          trial.clear();
          // A secret belongs to one account.
          setFilled((before) => ({ ...before, key: "", signing_secret: "" }));
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
      <Account provider={provider} filled={filled} set={set} isKept={isKept} />
      <TextField
        label={words.sender}
        value={filled.sender}
        help={isName ? words.nameHelp : words.senderHelp[provider]}
        change={(text) => set("sender", text)}
      />
      <TextField
        label={words.price(currency.value)}
        value={filled.segment_price}
        help={words.priceHelp}
        change={(text) => set("segment_price", text)}
      />
      <TriedForm words={words} trial={trial} saving={saving} isWhole={isWhole} cancel={close} />
    </div>
  );
}

/** The account at the provider, with its secrets. */
function Account({
  provider,
  filled,
  set,
  isKept,
}: {
  provider: Provider;
  filled: Filled;
  set(name: keyof Filled, value: string): void;
  /** Whether the secrets before are kept when none are entered. */
  isKept: boolean;
}) {
  const kept = (label: string) => (isKept ? words.kept(label) : label);
  const field = (name: keyof Filled, label: string, type: "text" | "password" = "text") => (
    <TextField label={label} type={type} value={filled[name]} change={(text) => set(name, text)} />
  );
  switch (provider) {
    case "twilio":
      return (
        <>
          {field("account_sid", words.accountSid)}
          {field("key", kept(words.authToken), "password")}
        </>
      );
    case "vonage":
      return (
        <>
          {field("application_id", words.applicationId)}
          <TextInput
            long
            label={kept(words.privateKey)}
            value={filled.key}
            change={(text) => set("key", text)}
          />
          {field("signing_secret", kept(words.signatureSecret), "password")}
        </>
      );
    case "webhook":
      return field("url", words.url);
  }
}

function filledFrom({ settings, sender, segment_price: price }: SmsConnection): Filled {
  return {
    account_sid: settings.account_sid ?? "",
    application_id: settings.application_id ?? "",
    url: settings.url ?? "",
    key: "",
    signing_secret: "",
    sender: sender ?? "",
    segment_price: price ?? "",
  };
}

/** What is asked of the edge. */
function givenOf(provider: Provider, filled: Filled): NewSmsConnection {
  const { account_sid: account, application_id: application, url } = filled;
  const price = filled.segment_price.trim().replace(",", ".");
  const common = { sender: filled.sender.trim(), segment_price: price === "" ? null : price };
  const key = filled.key.trim() === "" ? {} : { key: filled.key.trim() };
  switch (provider) {
    case "twilio":
      return { provider, ...common, ...key, account_sid: account.trim() };
    case "vonage": {
      const secret = filled.signing_secret.trim();
      const signing = secret === "" ? {} : { signing_secret: secret };
      return { provider, ...common, ...key, ...signing, application_id: application.trim() };
    }
    case "webhook":
      return { provider, ...common, url: url.trim() };
  }
}

/** Whether secrets that are left out stay those before: they are of the same account. */
function keeps(provider: Provider, filled: Filled, known: SmsConnection): boolean {
  if (known.provider !== provider) return false;
  const { account_sid: account, application_id: application } = known.settings;
  if (provider === "twilio") return account === filled.account_sid.trim();
  return provider === "vonage" && application === filled.application_id.trim();
}

/** Whether everything is filled in that has to be. */
function wholeIn(provider: Provider, filled: Filled, isKept: boolean): boolean {
  const has = (name: keyof Filled) => filled[name].trim() !== "";
  switch (provider) {
    case "twilio":
      return has("account_sid") && has("sender") && (isKept || has("key"));
    case "vonage":
      return (
        has("application_id") && has("sender") && (isKept || (has("key") && has("signing_secret")))
      );
    case "webhook":
      return has("url");
  }
}
