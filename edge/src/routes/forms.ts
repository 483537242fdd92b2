/**
 * A shop's forms: a page of its own for each, the same form as markup for a shop's own pages, and a small script
 * that sends it without leaving the page. Without the script, the browser sends the form itself and gets the
 * page.
 */
import { addressOf } from "../client-address.ts";
import { publicUrl } from "../env.ts";
import { lookup } from "../directory/lookup.ts";
import {
  formMarkup,
  formPage,
  missingPage,
  sentPage,
  sentWords,
  troubleWords,
} from "../pages/form-page.ts";
import { busy, Problem } from "../problem.ts";
import type { FormView } from "../shop/sign-up.ts";
import { markOf } from "../ids.ts";
import { type ShopStub, shopStub } from "../stubs.ts";
import type { Call } from "./call.ts";
import { refuseForms } from "./flood.ts";
import { Fields, readFields } from "./form-fields.ts";
import { fromWhere } from "./linked-shop.ts";

/** A form and whose it is. */
interface Found {
  shop: ShopStub;
  view: FormView;
  id: string;
  /** The origins from which a browser may send it. */
  origins: string[];
}

export async function showForm(call: Call): Promise<Response> {
  const found = await formOf(call);
  if (found === null) return missing(call);
  return formPage(found.view, markOf(found.view.form.agrees_to), filledBy(call));
}

/** The form as markup that works without scripts, wherever it stands. */
export async function showMarkup(call: Call): Promise<Response> {
  const found = await formOf(call);
  if (found === null) return missing(call);
  const { view } = found;
  const at = {
    base: publicUrl(call.env, call.url.origin),
    code: call.part("form"),
    mark: markOf(view.form.agrees_to),
  };
  const text = formMarkup(view, at, filledBy(call));
  return new Response(text, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cache-control": "public, max-age=300",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex",
    },
  });
}

export async function sendForm(call: Call): Promise<Response> {
  const found = await formOf(call);
  if (found === null) return missing(call);
  const { env, request, trail } = call;
  const cors = corsFor(request, found);
  refuseForms(trail.shop ?? "", addressOf(env, request));
  const fields = await readFields(request);
  const sent = {
    email: fields.one("email"),
    firstName: fields.one("first_name"),
    birthday: fields.one("birthday"),
    product: fields.one("product"),
    variant: fields.one("variant"),
    title: fields.one("title").slice(0, 200),
    agreed: fields.one("agreed"),
  };
  const outcome = await found.shop.pages.sendForm(found.id, { ...sent, from: fromWhere(call) });
  if (outcome === null) throw busy();
  if (outcome === "gone") return missing(call);
  const { view } = found;
  if (/\bapplication\/json\b/.test(request.headers.get("accept") ?? "")) {
    const answer =
      outcome === "taken"
        ? sentWords(view)
        : { field: outcome, note: troubleWords(view.look, outcome) };
    return Response.json(answer, { status: outcome === "taken" ? 200 : 422, headers: cors });
  }
  if (outcome === "taken") return sentPage(view);
  return formPage(view, markOf(view.form.agrees_to), sent, outcome);
}

/** Sends forms in place; where that fails, as the browser would have. */
export const formScript = (): Response =>
  new Response(SCRIPT, {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=3600",
      "x-content-type-options": "nosniff",
    },
  });

const SCRIPT = `addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-edgewise-form]")) return;
  event.preventDefault();
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
    if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
    const { title, note } = await answer.json();
    const said = form.querySelector("[role=status]") ?? document.createElement("p");
    said.setAttribute("role", "status");
    said.textContent = title ? title + ". " + note : note;
    if (answer.ok) form.replaceChildren(said);
    else form.prepend(said);
  } catch {
    form.submit();
  }
});
`;

/** The form of an address, which names the shop before it: `{shop}.{form}`. */
async function formOf({ env, part, trail }: Call): Promise<Found | null> {
  const [, shop = "", id = ""] = /^([a-z2-7]{26})\.([\w-]{1,64})$/.exec(part("form")) ?? [];
  const listing = shop === "" ? null : await lookup(env, "byShop", shop);
  if (listing === null) return null;
  trail.shop = shop;
  const stub = shopStub(env, shop);
  const view = await stub.pages.form(id);
  if (view === null) return null;
  const { domain } = listing;
  const origins = [`https://${domain}`, `https://www.${domain}`, ...listing.origins];
  return { shop: stub, view, id, origins };
}

/** What the address says of the product, for a back-in-stock form. */
function filledBy({ url }: Call) {
  const given = new Fields(url.searchParams);
  const title = given.one("title").slice(0, 200);
  return { product: given.one("product"), variant: given.one("variant"), title };
}

/** @throws Problem 403 where another site's page sends the form */
function corsFor(request: Request, { origins }: Found): Record<string, string> {
  const origin = request.headers.get("origin");
  // A page without an origin of its own says "null" also where the browser sends the form itself.
  if (origin === null || origin === "null" || origin === new URL(request.url).origin) return {};
  if (!origins.includes(origin)) {
    throw new Problem(403, "origin-not-allowed", "This origin may not send forms of this shop.");
  }
  return { "access-control-allow-origin": origin, vary: "origin" };
}

const missing = ({ request }: Call): Response =>
  missingPage(request.headers.get("accept-language"));
