/** How the store is connected: its webhook address and secrets, made and changed here. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import type { Api } from "../server/api.ts";
import { connectionWords as words } from "../strings/settings.ts";
import { Plugin } from "./plugin.tsx";
import { ShopifyApp } from "./shopify-app.tsx";
import { ShownOnce, Steps } from "./shown-once.tsx";
import { StoreAccess } from "./store-access.tsx";
import { type About, changeSecret, newAddress, outgoingSecret } from "./server.ts";
import ui from "../components/ui.module.css";
import css from "./settings.module.css";

export function Connection({
  server,
  id,
  known: {
    platform,
    domain,
    webhook_secrets: secrets,
    verifies_webhooks: verifies,
    uninstalled_at: removedAt,
  },
  changed,
}: {
  server: Api;
  id: string;
  known: About;
  changed(): void;
}) {
  const byHand = (
    <>
      {verifies ? null : (
        <Notice tone="failed" title={words.noSecret} text={words.noSecretHelp[platform]} />
      )}
      <p>
        {words.platform(platform, domain)}{" "}
        {secrets > 0 ? words.secrets(secrets) : verifies ? words.appSecret : ""}
      </p>
      {platform === "woocommerce" ? (
        <Plugin server={server} id={id} />
      ) : (
        <StoreAccess server={server} id={id} />
      )}
      <Address server={server} id={id} platform={platform} />
      <Secret server={server} id={id} changed={changed} />
    </>
  );
  return (
    <>
      {platform === "shopify" ? (
        <ShopifyApp server={server} id={id} isRemoved={removedAt !== null}>
          {/* A shop that the app made has nothing that was set up by hand. */}
          {removedAt !== null && secrets === 0 ? null : byHand}
        </ShopifyApp>
      ) : (
        byHand
      )}
      <OutgoingSecret key={id} server={server} id={id} />
    </>
  );
}

/** What outgoing webhooks are signed with, once somebody wants to see it. */
function OutgoingSecret({ server, id }: { server: Api; id: string }) {
  const [secret, setSecret] = useState<string | null>(null);
  const { trouble, attempt } = useAttempt();
  const reveal = () => attempt(async () => setSecret(await outgoingSecret(server, id)));
  return (
    <>
      <p class={ui.quiet}>{words.signingHelp}</p>
      {trouble === null ? null : <Notice tone="failed" title={trouble} />}
      {secret === null ? (
        <div class={ui.actions}>
          <button type="button" class={ui.button} onClick={reveal}>
            {words.reveal}
          </button>
        </div>
      ) : (
        <p>
          {words.signing} <code class={css.secret}>{secret}</code>
        </p>
      )}
    </>
  );
}

function Address({ server, id, platform }: { server: Api; id: string; platform: string }) {
  const [asking, setAsking] = useState(false);
  const [address, setAddress] = useState<string | null>(null);
  const { trouble, attempt } = useAttempt();
  const make = () =>
    attempt(async () => {
      setAddress(await newAddress(server, id));
      setAsking(false);
    });
  return (
    <>
      <p class={ui.quiet}>{words.addressHelp}</p>
      {address === null ? null : (
        <ShownOnce title={words.addressMade} text={words.addressOnce} value={address}>
          <Steps of={words.connectSteps(platform)} />
        </ShownOnce>
      )}
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={() => setAsking(true)}>
          {words.newAddress}
        </button>
      </div>
      <Dialog
        open={asking}
        title={words.newAddressTitle}
        close={() => setAsking(false)}
        act={{ text: words.makeAddress, run: make }}
      >
        <div class={ui.asked}>
          <p>{words.newAddressHelp}</p>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
        </div>
      </Dialog>
    </>
  );
}

function Secret({ server, id, changed }: { server: Api; id: string; changed(): void }) {
  const [asking, setAsking] = useState(false);
  const [secret, setSecret] = useState("");
  const { trouble, attempt } = useAttempt();
  const change = () =>
    attempt(async () => {
      await changeSecret(server, id, secret);
      setAsking(false);
      setSecret("");
      toast(words.rotated);
      changed();
    });
  return (
    <>
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={() => setAsking(true)}>
          {words.rotate}
        </button>
      </div>
      <Dialog
        open={asking}
        title={words.rotateTitle}
        close={() => setAsking(false)}
        act={{ text: words.change, disabled: secret.length < 8, run: change }}
      >
        <div class={ui.asked}>
          <p>{words.rotateHelp}</p>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
          <TextField label={words.newSecret} type="password" value={secret} change={setSecret} />
        </div>
      </Dialog>
    </>
  );
}
