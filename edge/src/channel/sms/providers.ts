/** The providers that text messages can go through. */
import type { Buffer } from "node:buffer";
import { gateway } from "./gateway.ts";
import type { SmsProvider } from "./provider.ts";
import type { SmsSettings } from "./settings.ts";
import { twilio } from "./twilio.ts";
import { vonage } from "./vonage.ts";

/**
 * The provider that settings are of. It reports to `webhook`, an address of ours; `key` signs what goes to a
 * gateway of the merchant's.
 */
export function smsProviderOf(settings: SmsSettings, webhook: string, key: Buffer): SmsProvider {
  switch (settings.provider) {
    case "twilio":
      return twilio(settings, webhook);
    case "vonage":
      return vonage(settings, webhook);
    case "webhook":
      return gateway(settings, webhook, key);
  }
}
