/** From what is typed to values, and back. */
import type { Schema } from "./schema.ts";

/** Whether a text is a number that the schema allows. */
export const inRange = (text: string, { type, minimum, maximum }: Schema): boolean => {
  const read = Number(text);
  const whole = type !== "integer" || Number.isInteger(read);
  const within =
    (minimum === undefined || read >= minimum) && (maximum === undefined || read <= maximum);
  return text.trim() !== "" && Number.isFinite(read) && whole && within;
};

/** A value whose form the engine decides: what reads as JSON is taken as such, all else as text. */
export function asValue(text: string): unknown {
  const given = text.trim();
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(given) || given === "true" || given === "false")
    return JSON.parse(given);
  if (given.includes(",")) {
    const parts = given.split(",").map((one) => asValue(one));
    return parts.filter((one) => one !== "");
  }
  return given;
}

/** A value as it is typed. */
export const asTyped = (value: unknown): string =>
  value === undefined ? "" : Array.isArray(value) ? value.join(", ") : String(value);
