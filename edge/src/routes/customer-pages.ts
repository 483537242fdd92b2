/**
 * Pages that a customer opens from a message: the email itself, preferences, the confirmation of a sign-up, a survey. A GET
 * changes nothing, since mail filters open every link.
 */
import { emailPage, goneEmailPage } from "../pages/email-page.ts";
import { missingPage } from "../pages/form-page.ts";
import { optInPage } from "../pages/opt-in-page.ts";
import { preferencesPage } from "../pages/preferences-page.ts";
import { answeredPage, surveyPage } from "../pages/survey-page.ts";
import { nameInLinkToken } from "../verify/link-token.ts";
import { shopInPageToken } from "../verify/page-token.ts";
import type { Call } from "./call.ts";
import { refusePresses } from "./flood.ts";
import { readFields } from "./form-fields.ts";
import { fromWhere, linkedShop, pressOf } from "./linked-shop.ts";

export async function showEmail(call: Call): Promise<Response> {
  const named = nameInLinkToken(call.part("token"))?.shop ?? null;
  const found = (await (await linkedShop(call, named))?.pages.email(call.part("token"))) ?? null;
  if (found === null) return missing(call);
  return found.html === null ? goneEmailPage(found.look) : emailPage(found.html);
}

export async function showPreferences(call: Call): Promise<Response> {
  const view = (await (await shopOf(call))?.pages.preferences(call.part("token"))) ?? null;
  return view === null ? missing(call) : preferencesPage(view, null);
}

export async function savePreferences(call: Call): Promise<Response> {
  refusePresses(call.part("token"));
  const fields = await readFields(call.request);
  const shop = await shopOf(call);
  const saved = await shop?.pages.savePreferences(call.part("token"), {
    shown: fields.one("shown"),
    leave: fields.one("leave") === "all",
    channels: fields.all("channel"),
    topics: fields.all("topic"),
    frequency: fields.one("frequency"),
    paused: fields.has("pause"),
    language: fields.one("language"),
    birthday: fields.one("birthday"),
    from: fromWhere(call),
  });
  if (saved == null) return missing(call);
  const { view, trouble, changed } = saved;
  return preferencesPage(view, trouble === null ? (changed ? "saved" : "unchanged") : { trouble });
}

export async function showOptIn(call: Call): Promise<Response> {
  const view = (await (await shopOf(call))?.pages.optIn(call.part("token"))) ?? null;
  return view === null ? missing(call) : optInPage(view);
}

export async function confirmOptIn(call: Call): Promise<Response> {
  refusePresses(call.part("token"));
  const fields = await readFields(call.request);
  const shop = await shopOf(call);
  const press = pressOf(call, fields);
  const answer = await shop?.pages.confirmOptIn(call.part("token"), press, fromWhere(call));
  return answer == null ? missing(call) : optInPage(answer.view, answer.unsure);
}

export async function showSurvey(call: Call): Promise<Response> {
  const view = (await (await shopOf(call))?.pages.survey(call.part("token"))) ?? null;
  const chosen = call.url.searchParams.get("a") ?? "";
  return view === null ? missing(call) : surveyPage(view, { chosen });
}

export async function answerSurvey(call: Call): Promise<Response> {
  refusePresses(call.part("token"));
  const fields = await readFields(call.request);
  const shop = await shopOf(call);
  const [token, press, chosen] = [call.part("token"), pressOf(call, fields), fields.one("answer")];
  const view = (await shop?.pages.survey(token)) ?? null;
  const outcome = (await shop?.pages.answerSurvey(token, chosen, press)) ?? null;
  if (view === null || outcome === null) return missing(call);
  if (outcome === "taken") return answeredPage(view);
  // The next press counts from when the page was made first.
  const shown = press.shown === "" ? view.shown : press.shown;
  return surveyPage({ ...view, shown }, { chosen, note: outcome });
}

const shopOf = (call: Call) => linkedShop(call, shopInPageToken(call.part("token")));

const missing = ({ request }: Call): Response =>
  missingPage(request.headers.get("accept-language"));
