/**
 * The API: every route that not everybody may call, by what it is about.
 *
 * The router loads this module, and with it all schemas, at the first call of the API.
 */
import { object, text } from "../contract/schema.ts";
import { changes } from "./changes.ts";
import { codePools } from "./code-pools.ts";
import { configuration } from "./config.ts";
import { customerPages } from "./customer-page-views.ts";
import { connection } from "./connection.ts";
import { customers } from "./customers.ts";
import { deadLetters } from "./dead-letters.ts";
import { email } from "./email.ts";
import { emailPace } from "./email-pace.ts";
import { sms } from "./sms.ts";
import { fleet } from "./fleet.ts";
import { images } from "./images.ts";
import { imports } from "./import.ts";
import { installation } from "./installation.ts";
import { keys } from "./keys.ts";
import { compile } from "./match.ts";
import { me } from "./me.ts";
import { operations } from "./operations.ts";
import { outbox } from "./outbox.ts";
import { people } from "./people.ts";
import { privacy } from "./privacy.ts";
import { questions } from "./questions.ts";
import { reports } from "./reports.ts";
import { type Group, gives, group, route } from "./route.ts";
import { segments } from "./segments.ts";
import { senderDomain } from "./sender-domain.ts";
import { setUp } from "./set-up.ts";
import { shops } from "./shops.ts";
import { tasks } from "./tasks.ts";
import { workflows } from "./workflows.ts";

export { follow } from "./follow.ts";

/** Set by the build: whether this is the build with a trap, for the tests of the trap policy. */
declare const TRAP_BUILD: boolean;

/** In builds that have the engine's export for it: a test's way to a trap. */
const trap = group("Trap", "Only in builds for tests.", [
  route("POST /api/shops/{shop}/trap", {
    id: "trap",
    summary: "Overflow the engine's stack",
    access: "operator",
    change: null,
    answers: { 200: gives("What came of it", object({ error: text })) },
    handle: async ({ shop }) => ({ error: await shop.trap() }),
  }),
]);

export const groups: readonly Group[] = [
  shops,
  setUp,
  connection,
  installation,
  imports,
  email,
  emailPace,
  senderDomain,
  sms,
  people,
  me,
  keys,
  changes,
  configuration,
  workflows,
  codePools,
  images,
  customerPages,
  segments,
  customers,
  tasks,
  outbox,
  deadLetters,
  privacy,
  operations,
  reports,
  questions,
  fleet,
  ...(TRAP_BUILD ? [trap] : []),
];

export const apiRoutes = compile(groups.flatMap(({ routes }) => routes));
