/**
 * A refusal in HTTP: a status, a stable code, and a sentence that names the thing and the way out.
 */

/** Thrown anywhere in a route; the router turns it into the answer. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
    readonly detail: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = "Problem";
  }

  response(): Response {
    return Response.json(
      { error: { code: this.code, message: this.message, ...this.detail } },
      { status: this.status, headers: { "cache-control": "no-store", ...this.headers } },
    );
  }
}

/** The one answer for a thing that is not there and for a thing that is another's. */
export const notFound = (what: string): Problem =>
  new Problem(404, "not-found", `There is no such ${what}.`);

/** A member of the body that has the right form and still cannot be used; `rule` begins with “must”. */
export const invalidField = (field: string, rule: string): Problem =>
  new Problem(422, "invalid-field", `${field} ${rule}.`, {}, { field });

/** The sender should try again: the same request may well succeed in a moment. */
export const busy = (): Problem =>
  new Problem(503, "busy", "Edgewise is busy. Send the request again in a few seconds.", {
    "retry-after": "2",
  });
