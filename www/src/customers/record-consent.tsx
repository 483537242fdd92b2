/** Recording what a customer agreed to, or took back, outside of what reports to Edgewise. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { SelectField, TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import type { Api } from "../server/api.ts";
import { words } from "../strings/customers.ts";
import { CHANNELS } from "../strings/channels.ts";
import { recordConsent } from "./server.ts";
import ui from "../components/ui.module.css";

export function RecordConsent({ server, shop, id }: { server: Api; shop: string; id: string }) {
  const [asking, setAsking] = useState(false);
  const [channel, setChannel] = useState("email");
  const [consent, setConsent] = useState("subscribed");
  const [proof, setProof] = useState("");
  const [given, setGiven] = useState("");
  const { busy, trouble, attempt } = useAttempt();
  const record = () =>
    attempt(async () => {
      const given_at = given === "" ? null : new Date(given).getTime();
      const { sentences } = await recordConsent(server, shop, id, {
        channel,
        consent,
        proof,
        given_at,
      });
      toast(sentences.join(" ") || words.recorded);
      setAsking(false);
    });
  const needsProof = consent === "subscribed" && proof.trim() === "";
  return (
    <>
      <button type="button" class={ui.button} onClick={() => setAsking(true)}>
        {words.recordConsent}
      </button>
      <Dialog
        open={asking}
        title={words.recordConsent}
        close={() => setAsking(false)}
        act={{ text: words.recordNow, disabled: busy || needsProof, run: record }}
      >
        <div class={ui.asked}>
          <SelectField label={words.recordChannel} value={channel} change={setChannel}>
            <option value="email">{CHANNELS.email}</option>
            <option value="sms">{CHANNELS.sms}</option>
          </SelectField>
          <SelectField label={words.recordWhat} value={consent} change={setConsent}>
            <option value="subscribed">{words.recordAgreed}</option>
            <option value="unsubscribed">{words.recordLeft}</option>
          </SelectField>
          <TextField label={words.recordProof} value={proof} change={setProof} />
          <TextField
            label={words.recordGiven}
            type="datetime-local"
            value={given}
            change={setGiven}
          />
          <p class={ui.quiet}>{words.recordHelp}</p>
          {trouble === null ? null : (
            <Notice tone="failed" title={words.notRecorded} text={trouble} />
          )}
        </div>
      </Dialog>
    </>
  );
}
