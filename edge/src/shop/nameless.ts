/** Names for what stays of people who were erased: they say who is one and the same, and of nobody who it was. */
import { randomBytes } from "node:crypto";

/** No id of a customer, an order or an effect begins like this. */
const NAMELESS = "nameless/";

/** A name that nothing leads to. */
export const namelessId = (): string => NAMELESS + randomBytes(12).toString("hex");

/** Whether something stands for somebody who was erased. */
export const isNameless = (id: string): boolean => id.startsWith(NAMELESS);
