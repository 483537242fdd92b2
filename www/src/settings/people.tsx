/** Who may sign in: invited, changed and removed here. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { SelectField, TextField } from "../components/field.tsx";
import { IndexTable } from "../components/index-table.tsx";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { shopZone } from "../plan/draft.ts";
import { useLive } from "../live/use-live.ts";
import type { Api } from "../server/api.ts";
import { shortTime } from "../text/zone.ts";
import { words } from "../strings/people.ts";
import {
  changePerson,
  type Invited,
  invite,
  inviteAgain,
  type Person,
  people,
  removePerson,
} from "./server.ts";
import { ShownOnce } from "./shown-once.tsx";
import ui from "../components/ui.module.css";
import css from "./settings.module.css";

type Role = Person["role"];
const ROLES = Object.keys(words.roles) as Role[];

/** What the parts of this section share. */
interface Shared {
  server: Api;
  id: string;
  /** Something changed: the list is read again. */
  changed(): void;
}

export function People({ server, id }: { server: Api; id: string }) {
  const { value, failure, refresh } = useLive(
    (signal) => people(server.until(signal), id),
    [server, id],
  );
  const [invited, setInvited] = useState<Invited | null>(null);
  const [changing, setChanging] = useState<Person | null>(null);
  const shared = { server, id, changed: refresh };
  if (failure !== null) return <Notice tone="failed" title={failure.message} />;
  if (value === null) return <Loading label={words.title} />;
  return (
    <>
      <p class={ui.quiet}>{value.length === 0 ? words.none : words.help}</p>
      {invited === null ? null : <Link invited={invited} />}
      {value.length === 0 ? null : (
        <IndexTable
          caption={words.title}
          columns={columns(setChanging)}
          rows={value}
          keyOf={({ id: person }) => person}
        />
      )}
      <Invite {...shared} isFirst={value.length === 0} done={setInvited} />
      {changing === null ? null : (
        <Change
          key={changing.id}
          {...shared}
          person={changing}
          close={() => setChanging(null)}
          invited={setInvited}
        />
      )}
    </>
  );
}

const columns = (change: (person: Person) => void) => [
  {
    title: words.columns.name,
    cell: ({ name, email, through }: Person) => (
      <span>
        {name}
        <br />
        <span class={`${ui.quiet} ${css.address}`}>
          {email}
          {through === "invitation" ? null : ` · ${words.through[through]}`}
        </span>
      </span>
    ),
  },
  {
    title: words.columns.role,
    cell: ({ role, personal_data: sees }: Person) => (
      <span>
        {words.roles[role]}
        {sees ? null : <span class={ui.quiet}> ({words.namesOnly})</span>}
      </span>
    ),
  },
  { title: words.columns.seen, cell: (person: Person) => <span>{standing(person)}</span> },
  {
    title: words.columns.act,
    cell: (person: Person) => (
      <button
        type="button"
        class={ui.button}
        aria-label={words.changeOf(person.name)}
        onClick={() => change(person)}
      >
        {words.change}
      </button>
    ),
  },
];

/** When somebody was here, or why they can't be. */
function standing({ state, invited_until: until, last_seen_at: seen }: Person): string {
  if (state === "blocked") return words.blocked;
  if (state === "invited") {
    const holds = until !== null && until > Date.now();
    return holds ? words.waiting(shortTime(shopZone.value, until)) : words.lapsed;
  }
  return seen === null ? words.never : shortTime(shopZone.value, seen);
}

/** The link, the only time that it is shown. */
function Link({ invited: { person, link, emailed } }: { invited: Invited }) {
  return (
    <ShownOnce
      title={words.invited(person.name)}
      text={emailed ? words.emailed(person.email) : words.notEmailed}
      value={link}
    >
      <p class={ui.quiet}>
        {words.linkHelp} {words.onTeam}
      </p>
    </ShownOnce>
  );
}

function Invite({
  server,
  id,
  isFirst,
  changed,
  done,
}: Shared & { isFirst: boolean; done(invited: Invited): void }) {
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const [sees, setSees] = useState(false);
  const { trouble, attempt, forget } = useAttempt();
  const open = () => {
    setName("");
    setEmail("");
    // Without an owner nobody could invite the others.
    setRole(isFirst ? "owner" : "editor");
    setSees(false);
    forget();
    setAsking(true);
  };
  const run = () =>
    attempt(async () => {
      const of = { name: name.trim(), email: email.trim(), role, personal_data: sees };
      const made = await invite(server, id, of);
      setAsking(false);
      done(made);
      changed();
    });
  return (
    <>
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={open}>
          {words.invite}
        </button>
      </div>
      <Dialog
        open={asking}
        title={words.inviteTitle}
        close={() => setAsking(false)}
        act={{
          text: words.inviteNow,
          disabled: name.trim() === "" || email.trim() === "",
          run,
        }}
      >
        <div class={ui.asked}>
          {trouble === null ? null : <Notice tone="failed" title={trouble} />}
          <TextField label={words.name} value={name} change={setName} />
          <TextField label={words.email} type="email" value={email} change={setEmail} />
          <RoleFields role={role} setRole={setRole} sees={sees} setSees={setSees} />
        </div>
      </Dialog>
    </>
  );
}

function RoleFields({
  role,
  setRole,
  sees,
  setSees,
}: {
  role: Role;
  setRole(role: Role): void;
  sees: boolean;
  setSees(sees: boolean): void;
}) {
  return (
    <>
      <SelectField label={words.role} value={role} change={(next) => setRole(next as Role)}>
        {ROLES.map((one) => (
          <option key={one} value={one}>
            {words.roles[one]}
          </option>
        ))}
      </SelectField>
      <p class={ui.quiet}>{words.roleHelp[role]}</p>
      {role === "viewer" ? (
        <>
          <div class={ui.check}>
            <label>
              <input
                type="checkbox"
                checked={sees}
                onChange={({ currentTarget }) => setSees(currentTarget.checked)}
              />
              {words.personalData}
            </label>
          </div>
          <p class={ui.quiet}>{words.personalDataHelp}</p>
        </>
      ) : null}
    </>
  );
}

/** What can be done about one person; what can't be taken back easily is asked about once more. */
function Change({
  server,
  id,
  person,
  changed,
  close,
  invited,
}: Shared & { person: Person; close(): void; invited(invited: Invited): void }) {
  const [role, setRole] = useState(person.role);
  const [sees, setSees] = useState(person.personal_data);
  const [isRemoving, setRemoving] = useState(false);
  const { trouble, attempt } = useAttempt();
  /** Whose role is decided there. */
  const isOfWordPress = person.through === "wordpress";
  /** Whom the store lets in, again and again. */
  const isOfStore = person.through !== "invitation";
  const isViewer = role === "viewer";
  const run = async (work: () => Promise<unknown>, said: string | null) => {
    const isDone = await attempt(work);
    if (!isDone) {
      setRemoving(false);
      return;
    }
    close();
    if (said !== null) toast(said);
    changed();
  };
  if (isRemoving) {
    const remove = () =>
      isOfStore
        ? changePerson(server, id, person.id, { blocked: true })
        : removePerson(server, id, person.id);
    return (
      <Dialog
        open
        title={isOfStore ? words.blockTitle(person.name) : words.removeTitle(person.name)}
        close={close}
        act={{
          text: isOfStore ? words.blockNow : words.removeNow,
          dangerous: true,
          run: () => run(remove, words.removed(person.name)),
        }}
      >
        <p>{isOfStore ? words.blockHelp : words.removeHelp}</p>
      </Dialog>
    );
  }
  const save = () =>
    changePerson(server, id, person.id, {
      ...(isOfWordPress ? {} : { role }),
      ...(isViewer ? { personal_data: sees } : {}),
    });
  return (
    <Dialog
      open
      title={person.name}
      close={close}
      act={{
        text: words.save,
        disabled: isOfWordPress && !isViewer,
        run: () => run(save, words.saved),
      }}
    >
      <div class={ui.asked}>
        {trouble === null ? null : <Notice tone="failed" title={trouble} />}
        {isOfWordPress ? (
          <p>{words.fromWordPress}</p>
        ) : (
          <RoleFields role={role} setRole={setRole} sees={sees} setSees={setSees} />
        )}
        <div class={ui.actions}>
          {person.state === "invited" ? (
            <button
              type="button"
              class={ui.button}
              onClick={() =>
                run(async () => invited(await inviteAgain(server, id, person.id)), null)
              }
            >
              {words.again}
            </button>
          ) : null}
          {person.state === "blocked" ? (
            <button
              type="button"
              class={ui.button}
              onClick={() =>
                run(() => changePerson(server, id, person.id, { blocked: false }), words.saved)
              }
            >
              {words.unblock}
            </button>
          ) : (
            <button type="button" class={ui.button} onClick={() => setRemoving(true)}>
              {isOfStore ? words.block : person.state === "invited" ? words.withdraw : words.remove}
            </button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
