/** The types of the API's answers, for TypeScript: `import type`, and nothing at run time. */
export type { AlertChannels, NewAlertChannels } from "./contract/alert-channels.ts";
export type { CodePool } from "./contract/code-pools.ts";
export type { Connection, Disconnected, Installation } from "./contract/connection.ts";
export type { Forms, Surveys } from "./contract/customer-pages.ts";
export type { Image, Images } from "./contract/images.ts";
export type { Import, ImportPart } from "./contract/import.ts";
export type {
  CustomerDetail,
  CustomerLine,
  CustomerPage,
  CustomerSummary,
  Moment,
  Timeline,
} from "./contract/customers.ts";
export type {
  EmailChecked,
  EmailConnection,
  EmailTrouble,
  NewEmailConnection,
} from "./contract/email.ts";
export type { EmailPace, NewEmailPace } from "./contract/email-pace.ts";
export type { SenderDomain } from "./contract/sender-domain.ts";
export type { DeadLetter } from "./contract/failures.ts";
export type { ApiKey, Change } from "./contract/keys.ts";
export type {
  Health,
  Load,
  Operations,
  Question,
  Sending,
  Stoppable,
  Sums,
  Thresholds,
  WorkflowSums,
} from "./contract/operations.ts";
export type { OutboxEntry, OutboxItem, OutboxPage, Resolved } from "./contract/outbox.ts";
export type { Invited, Me, MySessions, OpenedLink, Person } from "./contract/people.ts";
export type { PrivacyRequest } from "./contract/privacy.ts";
export type { Progress } from "./contract/schema.ts";
export type {
  Day,
  SegmentDetail,
  SegmentMembers,
  Segments,
  SegmentSummary,
} from "./contract/segments.ts";
export type {
  CreditedOrder,
  CreditedOrders,
  Credits,
  Earned,
  Experiment,
  ExperimentPhase,
  Experiments,
  Report,
  RulesCompared,
  StepReport,
  WorkflowReport,
} from "./contract/reports.ts";
export type { SetUp } from "./contract/set-up.ts";
export type { CreatedShop, NewShop, Shop, ShopSummary } from "./contract/shops.ts";
export type { NewSmsConnection, SmsChecked, SmsConnection, SmsTrouble } from "./contract/sms.ts";
export type { Task, Tasks } from "./contract/tasks.ts";
export type {
  ConfigCheck,
  Draft,
  Revision,
  TestEmails,
  WorkflowChange,
  Workflows,
  WorkflowSummary,
} from "./contract/workflows.ts";
