/** What the first page asks of the edge. */
import type {
  AlertChannels,
  NewAlertChannels,
  DeadLetter,
  Load,
  Operations,
  Progress,
  Question,
  Sending,
  SetUp,
  Stoppable,
  Sums,
  Task,
  Tasks,
  Thresholds,
  WorkflowSums,
} from "edgewise-edge/contract.ts";
import type { Api } from "../server/api.ts";

export type {
  AlertChannels,
  DeadLetter,
  Load,
  Operations,
  Progress,
  Question,
  Sending,
  SetUp,
  Stoppable,
  Sums,
  Task,
  Thresholds,
  WorkflowSums,
};

/** What is left to do before the shop's first message. */
export const setUp = (server: Api, shop: string): Promise<SetUp> => server.read(`/${shop}/set-up`);

/** Puts that list away, once everything on it is done. */
export const dismissSetUp = (server: Api, shop: string): Promise<SetUp> =>
  server.send("POST", `/${shop}/set-up/dismiss`);

/** Stops sending, or lets it go on; what was due before `skip_due_before` is then dropped. */
export const switchSending = (
  server: Api,
  shop: string,
  asked: { channel: Stoppable; stopped: boolean; skip_due_before?: number },
): Promise<Sending> => server.send("PUT", `/${shop}/sending`, asked);

/** Sends to a paused domain again. */
export const resumeDomain = (server: Api, shop: string, domain: string): Promise<Sending> =>
  server.send("POST", `/${shop}/sending/domains`, { domain });

/** Says that a claim is true, or undoes it. */
export const answerQuestion = (
  server: Api,
  shop: string,
  name: string,
  answer: "true" | "undo",
): Promise<unknown> => server.send("POST", `/${shop}/questions/answer`, { name, answer });

/** Sums from `from` on, up to now. */
export const operations = (server: Api, shop: string, from: number | null): Promise<Operations> =>
  server.read(`/${shop}/operations${from === null ? "" : `?from=${from}`}`);

export const deadLetters = async (server: Api, shop: string): Promise<DeadLetter[]> =>
  (await server.read<{ dead_letters: DeadLetter[] }>(`/${shop}/dead-letters?limit=500`))
    .dead_letters;

export const retry = (server: Api, shop: string, item: string): Promise<unknown> =>
  server.send("POST", `/${shop}/dead-letters/${encodeURIComponent(item)}/retry`);

/** The tasks that are open. */
export const tasks = (server: Api, shop: string): Promise<Tasks> => server.read(`/${shop}/tasks`);

/** Marks a task as done or open, or passes it on to somebody by their address. */
export const changeTask = (
  server: Api,
  shop: string,
  task: string,
  change: { done?: boolean; to?: string },
): Promise<Task> => server.send("PUT", `/${shop}/tasks/${encodeURIComponent(task)}`, change);

/** Where alerts go besides Home. */
export const alertChannels = (server: Api, shop: string): Promise<AlertChannels> =>
  server.read(`/${shop}/operations/alert-channels`);

export const setAlertChannels = (
  server: Api,
  shop: string,
  channels: NewAlertChannels,
): Promise<AlertChannels> => server.send("PUT", `/${shop}/operations/alert-channels`, channels);

export const setThresholds = (
  server: Api,
  shop: string,
  thresholds: Thresholds,
): Promise<Thresholds> => server.send("PUT", `/${shop}/operations/thresholds`, thresholds);
