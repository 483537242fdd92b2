/**
 * The tables of one shop, and how an older shop's tables become these.
 *
 * The layout serves one rule: an event that has no effect and does not move the customer's wake
 * writes one row and touches no index.
 *
 * - `log` is inbox, event log and decision log in one, in the order in which it is written. Each row names the
 *   customer's row before it, and the customer's row names the newest it knows of: one customer's story is
 *   read in order by walking that chain, newest first, without an index. `name_page` says where the row
 *   of a delivery's content name stands (`names.ts`), so that a redelivered body is found, whichever
 *   customer it is about. `journal` has the rows of releases before 0.2, by their names.
 * - `customer` holds the sealed state, the head of the chain, and when to wake. Its row may be older than
 *   the log, which then says what is missing (`unfolded.ts`).
 * - `timer` is written only when a wake moves or an effect waits. Its key begins with the moment, so
 *   the shop's next alarm is its first row.
 * - `identity` maps the HMAC of a key (an email, a platform's id) to a customer. After a merge the
 *   loser's row only points to the winner, so that no identity row has to be found and rewritten.
 *
 * - `segment_member` and `segment_day` repeat what states say, so that members can be listed and
 *   counted; they are written only when somebody enters or leaves a segment.
 *
 * - `inside` repeats what states say about which workflows each customer is in, and a row of `meta` how
 *   many are in each; both are written only when somebody enters or leaves.
 *
 * - `product` is the catalog as webhooks reported it, `stock_item` says whose an inventory item is, `watch`
 *   who has to do with which product, and `news` what is still to be delivered to them.
 *
 * - `size` of a customer is that of the state's text in bytes, which is packed where it is sealed.
 *
 * - `reach` of a customer repeats on which channels marketing may be sent to them, so that it can be said
 *   when nobody is left on one; null where that was not looked at yet.
 *
 * - `workflow_draft` holds what was changed in a workflow and is not published.
 *
 * - `key_root`, `key_group` and `customer_key` wrap each other in this order (`keyring.ts`);
 *   `customer_key_early` holds keys that an earlier release wrapped without groups, until they are moved.
 *
 * - `store_copy` says of whom a connected store's copy may be out of date, and by keyed hashes what was
 *   written to it last.
 *
 * - `task` holds what workflows ask the team to do, and when its assignee is to be written to.
 *
 * - `code` holds coupon codes that were made beforehand, and to which effect each was given.
 *
 * - `suppressed_address` says by keyed hashes which addresses must not be written to, and outlives whoever had
 *   them (`suppressions.ts`).
 *
 * - `came_back` says what became of each message, by its outbox id; `hit` holds clicks and opens until it is
 *   decided whether a person made them.
 *
 * - `reached` says by keyed hashes which addresses a message arrived at lately, `held_bounce` what bounced there
 *   all the same and waits for a second look, and `paused_domain` where nothing is sent for now
 *   (`domain-pauses.ts`).
 *
 * - `turn` holds which email waits for its turn, and where it stands; `put_off` how often, and since when, one was
 *   refused for its haste (`pace/queue.ts`).
 *
 * - `phone_holder` says by keyed hashes for whom a telephone number was given, `short_link` which link of which
 *   message a short one is.
 *
 * - `sent` repeats of messages that were handed over, and of codes that were issued, what reports sum; `credit` has
 *   each order that the engine credits to one. Both lose the name with their customer, and stay (`sent.ts`,
 *   `credits.ts`).
 *
 * - `phase` has the stretches of each holdout and A/B split in which nothing changed that decides who is assigned,
 *   `assigned` who was assigned to what, and what they spent before and since (`experiments.ts`).
 *
 * - `change_log` holds who changed what through the API (`../changes.ts`).
 *
 * - `shop_key` holds the shop's own keys, wrapped like the roots (`shop-keys.ts`).
 *
 * - `erasing` says what is still to be cleaned up after somebody whose key is destroyed already.
 * - `erased` says by keyed hashes who was erased, and whether that is kept outside of the shop as well.
 *
 * - `visitor_event` holds what unknown visitors did while nothing asked for it.
 *
 * - `undecided` holds what was acknowledged and waits for its shop's turn.
 *
 * - `question` holds what a delivery claimed and the platform has not said yet.
 *
 * - `figure` sums what was done, and `decided` what was decided, of all workflows in one row; both are
 *   written with what they sum, and name nobody.
 *
 * - `image` holds images of the shop's emails, which anybody may see who has their address.
 *
 * - `store_order` has a connected store's orders of the last 90 days as they were last compared: a mark of
 *   each, no content (`compare.ts`).
 *
 * Columns that name a person or say what was said are sealed; times, ids and states are plain. `v` is
 * the version of a row's form: a release reads its own and the one before.
 */
import { CHANGE_LOG } from "../changes.ts";
import { splitCursors } from "./early-timers.ts";
import type { Sql } from "./sql.ts";

/** Each step brings the tables from one form to the next: by SQL, or by a function where that is not enough. */
const MIGRATIONS: readonly (string | ((sql: Sql) => void))[] = [
  `CREATE TABLE customer (
     id TEXT PRIMARY KEY, v INTEGER NOT NULL, head TEXT, seq INTEGER NOT NULL, now INTEGER NOT NULL,
     named INTEGER NOT NULL, wake_at INTEGER, wake_reason TEXT, merged_into TEXT, absorbed TEXT, state BLOB
   ) WITHOUT ROWID;
   CREATE TABLE customer_key (customer TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
   CREATE TABLE identity (key TEXT PRIMARY KEY, customer TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE journal (
     id TEXT PRIMARY KEY, v INTEGER NOT NULL, customer TEXT, prev TEXT, seq INTEGER,
     kind TEXT NOT NULL, topic TEXT, now INTEGER NOT NULL, plan TEXT, sealed BLOB
   ) WITHOUT ROWID;
   CREATE TABLE timer (
     at INTEGER NOT NULL, subject TEXT NOT NULL, attempts INTEGER NOT NULL, PRIMARY KEY (at, subject)
   ) WITHOUT ROWID;
   CREATE TABLE outbox (
     id TEXT PRIMARY KEY, v INTEGER NOT NULL, customer TEXT NOT NULL, type TEXT NOT NULL, channel TEXT,
     kind TEXT, workflow TEXT NOT NULL, step TEXT NOT NULL, enrollment TEXT NOT NULL, depends_on TEXT,
     due INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT, attempt INTEGER NOT NULL,
     next_at INTEGER, leased_at INTEGER, created_at INTEGER NOT NULL, done_at INTEGER,
     sealed_by TEXT, sealed BLOB
   ) WITHOUT ROWID;
   CREATE INDEX outbox_customer ON outbox (customer);
   CREATE TABLE dead_letter (
     id TEXT PRIMARY KEY, v INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, customer TEXT,
     reason TEXT NOT NULL, at INTEGER NOT NULL, topic TEXT, sealed BLOB
   ) WITHOUT ROWID;
   CREATE TABLE plan (
     id TEXT PRIMARY KEY, revision INTEGER NOT NULL, created_at INTEGER NOT NULL, text TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE endpoint (
     origin TEXT PRIMARY KEY, failures INTEGER NOT NULL, failing_since INTEGER NOT NULL,
     open_until INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE privacy_request (
     id TEXT PRIMARY KEY, kind TEXT NOT NULL, customer TEXT, at INTEGER NOT NULL, due_by INTEGER NOT NULL,
     done_at INTEGER
   ) WITHOUT ROWID;`,
  // Everybody is updated to the live plan once more: what was decided before has no rows yet.
  `CREATE TABLE segment (
     id TEXT PRIMARY KEY, definition TEXT NOT NULL, edited_at INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE segment_member (
     segment TEXT NOT NULL, customer TEXT NOT NULL, since INTEGER NOT NULL,
     PRIMARY KEY (segment, customer)
   ) WITHOUT ROWID;
   CREATE INDEX segment_member_customer ON segment_member (customer);
   CREATE TABLE segment_day (
     segment TEXT NOT NULL, day TEXT NOT NULL, entered INTEGER NOT NULL, "left" INTEGER NOT NULL,
     members INTEGER NOT NULL, PRIMARY KEY (segment, day)
   ) WITHOUT ROWID;
   INSERT OR IGNORE INTO timer
     SELECT 0, 'p/' || value, 0 FROM meta WHERE name = 'live-plan' AND value IS NOT NULL;`,
  `CREATE TABLE run (
     workflow TEXT NOT NULL, id TEXT NOT NULL, customer TEXT NOT NULL, revision INTEGER NOT NULL,
     since INTEGER NOT NULL, test INTEGER NOT NULL, PRIMARY KEY (workflow, id)
   ) WITHOUT ROWID;
   CREATE TABLE product (id TEXT PRIMARY KEY, about TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE stock_item (id TEXT PRIMARY KEY, product TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE watch (
     product TEXT NOT NULL, customer TEXT NOT NULL, at INTEGER NOT NULL,
     PRIMARY KEY (product, customer)
   ) WITHOUT ROWID;
   CREATE TABLE news (
     id TEXT PRIMARY KEY, product TEXT NOT NULL, event TEXT NOT NULL, at INTEGER NOT NULL
   ) WITHOUT ROWID;
   INSERT OR IGNORE INTO timer
     SELECT 0, 'p/' || value, 0 FROM meta WHERE name = 'live-plan' AND value IS NOT NULL;`,
  `CREATE TABLE figure (
     slot INTEGER NOT NULL, workflow TEXT NOT NULL, step TEXT NOT NULL, what TEXT NOT NULL,
     n INTEGER NOT NULL, ms INTEGER NOT NULL, most INTEGER NOT NULL, b0 INTEGER NOT NULL,
     b1 INTEGER NOT NULL, b2 INTEGER NOT NULL, b3 INTEGER NOT NULL,
     PRIMARY KEY (slot, workflow, step, what)
   ) WITHOUT ROWID;`,
  // Everybody's state is read once more: runs of the first release get names of their own, and what
  // was lost because two customers' effects had one name is wished for again.
  `INSERT OR IGNORE INTO timer
     SELECT 0, 'p/' || value, 0 FROM meta WHERE name = 'live-plan' AND value IS NOT NULL;`,
  // By which word of the platform a checkout or an order is somebody's; null for people's keys.
  `ALTER TABLE identity ADD COLUMN claimed_at INTEGER;
   ALTER TABLE identity ADD COLUMN account INTEGER;
   ALTER TABLE identity ADD COLUMN lasting INTEGER;
   CREATE TABLE forgotten (key TEXT PRIMARY KEY) WITHOUT ROWID;`,
  // Whom one may write to is found out as everybody is updated to the live plan.
  `ALTER TABLE customer ADD COLUMN reach TEXT;
   INSERT OR IGNORE INTO timer
     SELECT 0, 'p/' || value, 0 FROM meta WHERE name = 'live-plan' AND value IS NOT NULL;`,
  `CREATE TABLE workflow_draft (
     workflow TEXT PRIMARY KEY, name TEXT NOT NULL, saved_at INTEGER NOT NULL, changes TEXT NOT NULL
   ) WITHOUT ROWID;`,
  // What goes outside has timers of its own, so that a slow mail server holds up nothing else.
  `ALTER TABLE outbox ADD COLUMN begun INTEGER NOT NULL DEFAULT 0;
   UPDATE timer SET subject = 'x/' || substr(subject, 3) WHERE subject LIKE 'o/%' AND substr(subject, 3) IN
     (SELECT id FROM outbox WHERE next_at IS NOT NULL AND type IN ('send', 'webhook'));
   CREATE INDEX timer_inside ON timer (at, subject) WHERE (subject < 'x/' OR subject >= 'x0');`,
  `ALTER TABLE customer_key RENAME TO customer_key_early;
   CREATE TABLE customer_key (customer TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
   CREATE TABLE key_group (
     id TEXT PRIMARY KEY, root INTEGER NOT NULL, wrapped BLOB NOT NULL, stale INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE key_root (slot INTEGER PRIMARY KEY, wrapped BLOB NOT NULL);
   CREATE TABLE scratch (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
   CREATE TABLE erasing (
     id TEXT PRIMARY KEY, stage TEXT NOT NULL, cursor TEXT, begun_at INTEGER NOT NULL,
     done INTEGER NOT NULL, of INTEGER NOT NULL, sealed BLOB
   ) WITHOUT ROWID;
   INSERT OR IGNORE INTO timer
     SELECT 0, 'k/pass', 0 FROM (SELECT 1 FROM customer_key_early LIMIT 1);`,
  `CREATE TABLE question (
     name TEXT PRIMARY KEY, about TEXT NOT NULL, thing TEXT NOT NULL, customer TEXT,
     raised_at INTEGER NOT NULL, state TEXT NOT NULL, trouble TEXT, answered_at INTEGER,
     answered_by TEXT, runs_at INTEGER, sealed BLOB
   ) WITHOUT ROWID;`,
  "CREATE TABLE undecided (place INTEGER PRIMARY KEY AUTOINCREMENT, sealed BLOB NOT NULL);",
  `CREATE TABLE visitor_event (
     place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, visitor TEXT NOT NULL,
     came INTEGER NOT NULL, kinds TEXT NOT NULL, sealed BLOB NOT NULL
   );
   CREATE INDEX visitor_event_visitor ON visitor_event (visitor, place);
   CREATE INDEX visitor_event_kinds ON visitor_event (kinds);`,
  `ALTER TABLE undecided ADD COLUMN epoch INTEGER;
   CREATE TABLE erased (name TEXT PRIMARY KEY, at INTEGER NOT NULL, kept INTEGER NOT NULL) WITHOUT ROWID;`,
  "CREATE TABLE shop_key (purpose TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;",
  CHANGE_LOG,
  splitCursors,
  // One row for each customer instead of one for each enrollment, and what was counted in one row as well.
  `CREATE TABLE inside (customer TEXT PRIMARY KEY, workflows TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE decided (
     slot INTEGER NOT NULL, what TEXT NOT NULL, sums TEXT NOT NULL, PRIMARY KEY (slot, what)
   ) WITHOUT ROWID;
   INSERT INTO inside
     SELECT customer, json_group_array(json_object('revision', revision, 'workflows', json(workflows)))
       FROM (SELECT customer, revision, json_group_array(workflow) AS workflows FROM run
               WHERE test = 0 GROUP BY customer, revision) GROUP BY customer;
   INSERT INTO meta SELECT 'inside', json_group_array(json_array(workflow, revision, n))
     FROM (SELECT workflow, revision, count(*) AS n FROM run WHERE test = 0 GROUP BY workflow, revision);
   DROP TABLE run;
   ALTER TABLE customer ADD COLUMN size INTEGER;`,
  // New rows of the journal stand in the order in which they are written; early ones stay where they are.
  `CREATE TABLE log (
     place INTEGER PRIMARY KEY, id TEXT NOT NULL, customer TEXT, prev, seq INTEGER, kind TEXT NOT NULL,
     topic TEXT, now INTEGER NOT NULL, plan TEXT, sealed BLOB
   );
   CREATE TABLE name_page (page INTEGER PRIMARY KEY, names BLOB NOT NULL);`,
  `CREATE TABLE store_order (
     id INTEGER PRIMARY KEY, mark TEXT NOT NULL, placed INTEGER NOT NULL, seen INTEGER NOT NULL
   );`,
  `CREATE TABLE store_copy (
     customer TEXT PRIMARY KEY, due INTEGER, mark INTEGER NOT NULL, attempt INTEGER NOT NULL, written TEXT
   ) WITHOUT ROWID;
   CREATE INDEX store_copy_due ON store_copy (due) WHERE due IS NOT NULL;`,
  `CREATE TABLE task (
     id TEXT PRIMARY KEY, customer TEXT NOT NULL, workflow TEXT NOT NULL, step TEXT NOT NULL,
     created_at INTEGER NOT NULL, due_at INTEGER, done_at INTEGER, mail_at INTEGER,
     attempt INTEGER NOT NULL, passed INTEGER NOT NULL, sealed_by TEXT NOT NULL, sealed BLOB NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX task_customer ON task (customer);
   CREATE INDEX task_sealer ON task (sealed_by);
   CREATE INDEX task_open ON task (due_at) WHERE done_at IS NULL;
   CREATE INDEX task_mail ON task (mail_at) WHERE mail_at IS NOT NULL;`,
  `CREATE TABLE code (
     place INTEGER PRIMARY KEY AUTOINCREMENT, pool TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
     sealed BLOB NOT NULL, effect TEXT
   );
   CREATE INDEX code_pool ON code (pool, effect, place);
   CREATE UNIQUE INDEX code_effect ON code (effect) WHERE effect IS NOT NULL;`,
  `CREATE TABLE suppressed_address (
     address TEXT NOT NULL, channel TEXT NOT NULL, cause TEXT NOT NULL, at INTEGER NOT NULL,
     PRIMARY KEY (address, channel, cause)
   ) WITHOUT ROWID;
   CREATE TABLE came_back (
     effect TEXT PRIMARY KEY, state TEXT, at INTEGER, why TEXT, why_at INTEGER,
     clicks INTEGER NOT NULL DEFAULT 0, clicks_uncertain INTEGER NOT NULL DEFAULT 0,
     clicks_machine INTEGER NOT NULL DEFAULT 0, opens INTEGER NOT NULL DEFAULT 0,
     opens_uncertain INTEGER NOT NULL DEFAULT 0, opens_machine INTEGER NOT NULL DEFAULT 0
   ) WITHOUT ROWID;
   CREATE TABLE hit (
     place INTEGER PRIMARY KEY AUTOINCREMENT, effect TEXT NOT NULL, link INTEGER NOT NULL,
     at INTEGER NOT NULL, signs TEXT NOT NULL, decided INTEGER NOT NULL DEFAULT 0
   );
   CREATE INDEX hit_effect ON hit (effect, at);
   CREATE TABLE reached (address TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE held_bounce (
     name TEXT PRIMARY KEY, domain TEXT NOT NULL, address TEXT NOT NULL, at INTEGER NOT NULL,
     sealed_by TEXT NOT NULL, sealed BLOB NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX held_bounce_domain ON held_bounce (domain, at);
   CREATE TABLE paused_domain (domain TEXT PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;`,
  `CREATE TABLE image (
     place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, type TEXT NOT NULL,
     width INTEGER NOT NULL, height INTEGER NOT NULL, added_at INTEGER NOT NULL, content BLOB NOT NULL
   );`,
  `CREATE TABLE turn (
     effect TEXT PRIMARY KEY, lane TEXT NOT NULL, rank INTEGER NOT NULL, due INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX turn_lane ON turn (lane, rank, due, effect);
   CREATE INDEX turn_place ON turn (rank, due, effect, lane);
   CREATE TABLE put_off (effect TEXT PRIMARY KEY, times INTEGER NOT NULL, since INTEGER NOT NULL) WITHOUT ROWID;`,
  `CREATE TABLE phone_holder (
     phone TEXT NOT NULL, customer TEXT NOT NULL, PRIMARY KEY (phone, customer)
   ) WITHOUT ROWID;
   CREATE INDEX phone_holder_customer ON phone_holder (customer);
   CREATE TABLE short_link (
     code TEXT PRIMARY KEY, effect TEXT NOT NULL, link INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX short_link_effect ON short_link (effect);`,
  `CREATE TABLE sent (
     workflow TEXT NOT NULL, step TEXT NOT NULL, at INTEGER NOT NULL, effect TEXT NOT NULL,
     who INTEGER NOT NULL, channel TEXT, units INTEGER NOT NULL, country TEXT, became INTEGER NOT NULL,
     PRIMARY KEY (workflow, step, at, effect)
   ) WITHOUT ROWID;
   CREATE TABLE credit (
     order_id TEXT PRIMARY KEY, customer TEXT NOT NULL, workflow TEXT NOT NULL, step TEXT NOT NULL,
     effect TEXT NOT NULL, by TEXT NOT NULL, channel TEXT, sent_at INTEGER NOT NULL,
     touched_at INTEGER NOT NULL, placed_at INTEGER NOT NULL, currency TEXT NOT NULL,
     gross INTEGER NOT NULL, net INTEGER NOT NULL, discount INTEGER
   ) WITHOUT ROWID;
   CREATE INDEX credit_customer ON credit (customer);
   CREATE INDEX credit_sent ON credit (workflow, sent_at);
   CREATE TABLE phase (
     experiment TEXT NOT NULL, phase INTEGER NOT NULL, began_at INTEGER NOT NULL, ended_at INTEGER,
     planned INTEGER NOT NULL, shares TEXT NOT NULL, definition TEXT NOT NULL,
     PRIMARY KEY (experiment, phase)
   ) WITHOUT ROWID;
   CREATE TABLE assigned (
     experiment TEXT NOT NULL, phase INTEGER NOT NULL, customer TEXT NOT NULL, arm TEXT NOT NULL,
     at INTEGER NOT NULL, ordered INTEGER NOT NULL, "before" INTEGER NOT NULL, "after" INTEGER NOT NULL,
     PRIMARY KEY (experiment, phase, customer)
   ) WITHOUT ROWID;
   CREATE INDEX assigned_customer ON assigned (customer);`,
];

/** The version of rows written by this release. */
export const ROW_VERSION = 1;

/** The form of this release's tables. */
export const SCHEMA = MIGRATIONS.length;

/**
 * Brings the tables to this release's form, or to that of an earlier one, in the caller's transaction.
 *
 * @throws {Error} when they are of a later release
 */
export function migrate(sql: Sql, to = SCHEMA): void {
  sql.exec("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID");
  const done = Number(readMeta(sql, "schema") ?? 0);
  if (Math.max(done, to) > SCHEMA) {
    const found = Math.max(done, to);
    throw new Error(`this shop's tables are of schema ${found}, newer than this release knows`);
  }
  if (done >= to) return;
  for (const step of MIGRATIONS.slice(done, to)) {
    if (typeof step === "string") sql.exec(step);
    else step(sql);
  }
  writeMeta(sql, "schema", to);
}

export function readMeta(sql: Sql, name: string): SqlStorageValue | null {
  const query = "SELECT value FROM meta WHERE name = ?";
  return sql.exec<{ value: SqlStorageValue }>(query, name).toArray()[0]?.value ?? null;
}

export function writeMeta(sql: Sql, name: string, value: SqlStorageValue): void {
  const write =
    "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
  sql.exec(write, name, value);
}
