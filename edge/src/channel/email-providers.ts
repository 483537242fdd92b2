/** The providers that email can go through. */
import type { Env } from "../env.ts";
import { brevo } from "./brevo.ts";
import type { EmailProvider } from "./email-provider.ts";
import type { EmailSettings } from "./email-settings.ts";
import { postmark } from "./postmark.ts";
import { resend } from "./resend.ts";
import { ses } from "./ses.ts";
import { smtp } from "./smtp-provider.ts";

/** The provider that settings are of. `hello` is who greets a mail server. */
export function providerOf(settings: EmailSettings, env: Env, hello: string): EmailProvider {
  switch (settings.provider) {
    case "smtp":
      return smtp(settings, env, hello);
    case "resend":
      return resend(settings);
    case "postmark":
      return postmark(settings);
    case "ses":
      return ses(settings);
    case "brevo":
      return brevo(settings);
  }
}
