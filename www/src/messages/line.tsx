/** One thing that was to be done: what, to whom, how it stands and why, and what went out. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { Badge, Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { ownWorkflows } from "../plan/draft.ts";
import { Message } from "../preview/message.tsx";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { mayChange } from "../server/session.ts";
import { emailOf } from "../server/email.ts";
import { shortTime } from "../text/zone.ts";
import { kindTitle } from "../schema/schema.ts";
import { causeOf } from "../operations/cause.ts";
import { reasonText } from "../operations/reason.ts";
import { words } from "../strings/messages.ts";
import { channelName } from "../strings/channels.ts";
import { type Item, resolveMessage } from "./server.ts";
import ui from "../components/ui.module.css";
import messagesCss from "./messages.module.css";
import messageCss from "../preview/message.module.css";

/** Where it is done, and who is told of a change. */
interface At {
  server: Api;
  id: string;
  changed(): void;
}

export function Line({
  item,
  because,
  zone,
  ...at
}: {
  item: Item;
  because: Record<string, string>;
  zone: string;
} & At) {
  const [open, setOpen] = useState(false);
  const { customer, person, workflow, step, state } = item;
  const name = ownWorkflows.value.find(({ id }) => id === workflow)?.name ?? workflow;
  const what = titleOf(item);
  return (
    <li class={messagesCss.doneLine} data-part="item">
      <div class={messagesCss.doneHead}>
        <Badge tone={TONES[state] ?? "draft"}>{statesOf(item)[state] ?? state}</Badge>
        <strong class={messagesCss.doneTitle}>
          <bdi>{what}</bdi>
        </strong>
        <button
          type="button"
          class={ui.link}
          aria-expanded={open}
          aria-label={open ? words.hideNamed(what) : words.showNamed(what)}
          onClick={() => setOpen(!open)}
        >
          {open ? words.hide : words.show}
        </button>
      </div>
      <p class={ui.quiet}>
        {item.channel === null ? "" : `${channelName(item.channel)} · `}
        <a href={linkTo("customers", customer)}>
          <bdi>{person.name ?? person.email ?? customer}</bdi>
        </a>
        {" · "}
        <a href={linkTo("workflows", workflow)}>
          <bdi>{name}</bdi>
        </a>
        {` · ${words.step(step)}`}
      </p>
      <p>{standing(item, because, zone)}</p>
      {item.state === "unknown" && item.type === "send" && mayChange.value ? (
        <Resolve item={item} what={what} {...at} />
      ) : null}
      {open ? <Content item={item} /> : null}
    </li>
  );
}

/** What the merchant found out about a message that nobody confirmed. */
function Resolve({ item, what, server, id, changed }: { item: Item; what: string } & At) {
  const [asking, setAsking] = useState(false);
  const { busy, trouble, attempt } = useAttempt();
  const say = (arrived: boolean) =>
    attempt(async () => {
      toast(words.resolved[await resolveMessage(server, id, item.id, arrived)]);
      setAsking(false);
      changed();
    });
  return (
    <>
      <p class={ui.quiet}>{words.resolveHelp}</p>
      {trouble === null || asking ? null : <Notice tone="failed" title={trouble} />}
      <div class={ui.actions}>
        <button
          type="button"
          class={ui.button}
          disabled={busy}
          aria-label={words.arrivedNamed(what)}
          onClick={() => say(true)}
        >
          {words.arrived}
        </button>
        <button
          type="button"
          class={ui.button}
          disabled={busy}
          aria-label={words.sendAgainNamed(what)}
          onClick={() => setAsking(true)}
        >
          {words.sendAgain}
        </button>
      </div>
      <Dialog
        open={asking}
        title={words.sendAgainTitle}
        close={() => setAsking(false)}
        act={{ text: words.sendAgainNow, disabled: busy, run: () => say(false) }}
      >
        <div class={ui.asked}>
          <p>{words.sendAgainHelp}</p>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
        </div>
      </Dialog>
    </>
  );
}

function Content({ item }: { item: Item }) {
  const { content } = item;
  if (content === null) return <p class={ui.quiet}>{words.noContent}</p>;
  const email = emailOf(item);
  if (email !== null) return <Message message={{ ...email, fault: null }} />;
  return (
    <figure class={messagesCss.doneBody}>
      <figcaption class={ui.quiet}>{words.body}</figcaption>
      <pre class={messageCss.messageText}>{JSON.stringify(content, null, 2)}</pre>
    </figure>
  );
}

const statesOf = ({ type }: Item) => words.states[type === "send" ? "messages" : "actions"];

const TONES: Record<string, "live" | "draft" | "held" | "failed"> = {
  sent: "live",
  new: "held",
  leased: "held",
  failed: "failed",
  unknown: "failed",
  withdrawn: "draft",
};

/** An email’s subject, or what was done. */
function titleOf({ content, type, step }: Item): string {
  for (const name of ["subject", "code", "tag", "title"]) {
    const title = (content as Record<string, unknown> | null)?.[name];
    if (typeof title === "string" && title !== "") return title;
  }
  return type === "send" ? step : kindTitle("Step", type);
}

/** How it stands, in a sentence. */
function standing(item: Item, because: Record<string, string>, zone: string): string {
  const said = item.reason === null ? "" : reasonText(item.reason, because);
  const when = shortTime(zone, item.done_at ?? item.next_at ?? item.due);
  const isMessage = item.type === "send";
  switch (item.state) {
    case "sent":
      if (item.reason === "confirmed-by-hand") return words.confirmedAt(when);
      if (item.reason === "made-inside") return words.madeInside(when);
      return isMessage ? words.sentAt(when) : words.doneAt(when);
    case "withdrawn":
      return isMessage ? words.notSentBecause(when, said) : words.notDoneBecause(when, said);
    case "failed": {
      const { title, fix } = causeOf(item.reason ?? "", said);
      return words.failedBecause(when, title, item.attempt, fix);
    }
    case "unknown":
      return words.unknownBecause(when, said);
    default:
      if (item.next_at === null && said !== "") return words.heldBecause(said);
      if (item.attempt > 0) return words.retriesAt(causeOf(item.reason ?? "", said).title, when);
      return said === "" ? words.scheduledFor(when) : words.heldUntil(when, said);
  }
}
