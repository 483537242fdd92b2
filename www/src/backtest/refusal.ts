/** What the engine says of a history that it does not take. */
import { EngineError } from "edgewise";

/** Whether the engine refused on purpose, so that asking again would change nothing. */
export const isRefusal = (error: unknown): error is EngineError => error instanceof EngineError;

/** An error in words; the engine's own name the place, such as `lines[41].customer`. */
export function described(error: unknown): string {
  if (isRefusal(error) && error.path !== "") return `${error.path}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
