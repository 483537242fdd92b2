/** A reason in words, of the engine, the host or a service. */
import { HOST_REASONS } from "../strings/host-reasons.ts";

/** As a sentence goes on after "because"; `engine` has the words of the engine's own reasons. */
export const reasonText = (reason: string, engine: Record<string, string>): string =>
  engine[reason] ?? HOST_REASONS[reason] ?? reason.replaceAll("-", " ");
