/** What text messages go through, at the server. */
import type { NewSmsConnection, SmsChecked, SmsConnection } from "edgewise-edge/contract.ts";
import type { Api } from "./api.ts";

export type { NewSmsConnection, SmsChecked, SmsConnection };

export const smsConnection = (server: Api, shop: string): Promise<SmsConnection> =>
  server.read(`/${shop}/sms-connection`);

export const setSms = (
  server: Api,
  shop: string,
  given: NewSmsConnection,
): Promise<SmsConnection> => server.send("PUT", `/${shop}/sms-connection`, given);

export const removeSms = (server: Api, shop: string): Promise<unknown> =>
  server.send("DELETE", `/${shop}/sms-connection`);

/** Tries settings that are not saved, and sends nothing. */
export const checkSms = (server: Api, shop: string, given: NewSmsConnection): Promise<SmsChecked> =>
  server.send("POST", `/${shop}/sms-connection/check`, { connection: given });

/** Sends a text to the merchant: a published message of theirs, or one that says that it works. */
export const sendTestText = (
  server: Api,
  shop: string,
  to: string,
  message: string | null = null,
): Promise<SmsChecked> => server.send("POST", `/${shop}/sms-connection/test-text`, { to, message });
