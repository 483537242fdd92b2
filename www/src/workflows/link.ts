/** The address of a workflow, for the customer whom the address of the list brings along. */
import { linkTo, place } from "../route.ts";

export function linkToWorkflow(id: string): string {
  const customer = place.value.query.get("customer");
  return linkTo("workflows", id, customer === null ? {} : { customer });
}
