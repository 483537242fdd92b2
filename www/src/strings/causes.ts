/** Why something failed or is retried, in the merchant's words, with the one thing to do about it. */
export interface Cause {
  title: string;
  fix: string;
}

const MAIL_SETTINGS =
  "Open Settings > Email and test the connection. It’s sent again when you change your email settings, or when you retry.";
const TEXT_SETTINGS =
  "Open Settings > Text messages and test the connection. It’s sent again when you save the provider again, or when you retry.";
const SERVICE = "Check that the service is running and its URL is right, then retry.";

const STORE =
  "Edgewise tries again automatically. If this keeps happening, check the connection in Settings, then retry.";

const DAMAGED =
  "Restore your data from a backup, then retry. If you have no backup, erase the customer. Nobody else is affected.";

export const CAUSES: Record<string, Cause> = {
  "smtp-connection": { title: "Your mail server couldn’t be reached", fix: MAIL_SETTINGS },
  "smtp-timeout": { title: "Your mail server took too long to respond", fix: MAIL_SETTINGS },
  "smtp-closed": { title: "Your mail server closed the connection", fix: MAIL_SETTINGS },
  "smtp-nonsense": { title: "Your mail server sent an invalid response", fix: MAIL_SETTINGS },
  "smtp-no-tls": {
    title: "Your mail server doesn’t offer encryption",
    fix: "Choose TLS under Settings > Email, or turn on STARTTLS at the mail server, then retry.",
  },
  "smtp-tls": {
    title: "A secure connection to your mail server couldn’t be set up",
    fix: MAIL_SETTINGS,
  },
  "smtp-login-refused": {
    title: "Your mail server refused the login",
    fix: "Enter the username and password again under Settings > Email.",
  },
  "smtp-login-unknown": {
    title: "Your mail server offers no way to sign in that Edgewise supports",
    fix: MAIL_SETTINGS,
  },
  "mail-server-not-set": {
    title: "No email provider is set up",
    fix: "Set one up under Settings > Email, then retry.",
  },
  "provider-connection": { title: "Your email provider couldn’t be reached", fix: MAIL_SETTINGS },
  "provider-timeout": { title: "Your email provider took too long to respond", fix: MAIL_SETTINGS },
  "provider-broke": { title: "Your email provider had an error of its own", fix: MAIL_SETTINGS },
  "provider-busy": { title: "Your email provider is limiting requests", fix: MAIL_SETTINGS },
  "provider-key-refused": {
    title: "Your email provider refused the key",
    fix: "Enter a new key under Settings > Email.",
  },
  "provider-sender-refused": {
    title: "Your email provider doesn’t let you send from your address",
    fix: "Verify your domain with your provider, or change the sender in Settings, then retry.",
  },
  "provider-quota": {
    title: "Your email provider’s limit is used up, or your account is on hold",
    fix: "Check your plan and your account’s status with your provider. It’s sent again automatically.",
  },
  "provider-address-refused": {
    title: "Your email provider refused the customer’s address",
    fix: "Check the address in your store, then retry.",
  },
  "provider-suppressed": {
    title: "The customer is on your email provider’s suppression list",
    fix: "If they want your email, remove them from the list in your provider’s account, then retry.",
  },
  "provider-refused": {
    title: "Your email provider refused the email",
    fix: "Look at the message in the workflow, then retry.",
  },
  "sms-provider-not-set": {
    title: "No provider of text messages is set up",
    fix: "Set one up under Settings > Text messages. It’s sent then.",
  },
  "sms-provider-connection": {
    title: "Your provider of text messages couldn’t be reached",
    fix: TEXT_SETTINGS,
  },
  "sms-provider-timeout": {
    title: "Your provider of text messages took too long to respond",
    fix: TEXT_SETTINGS,
  },
  "sms-provider-broke": {
    title: "Your provider of text messages had an error of its own",
    fix: TEXT_SETTINGS,
  },
  "sms-provider-busy": {
    title: "Your provider of text messages is limiting requests",
    fix: TEXT_SETTINGS,
  },
  "sms-provider-key-refused": {
    title: "Your provider of text messages refused the account or its key",
    fix: "Enter both again under Settings > Text messages.",
  },
  "sms-provider-sender-refused": {
    title: "Your provider doesn’t let you send texts from your number or name",
    fix: "Check with your provider that the sender is yours and registered, then retry.",
  },
  "sms-provider-quota": {
    title: "Your balance at the provider of text messages is used up, or your account is on hold",
    fix: "Check your account with your provider. It’s sent again automatically.",
  },
  "sms-provider-address-refused": {
    title: "Your provider refused the customer’s number",
    fix: "Correct it in your store, then retry. Landlines can’t receive texts.",
  },
  "sms-provider-suppressed": {
    title: "The customer replied STOP, and your provider blocks texts to them",
    fix: "Only they can change that: they text START to your number.",
  },
  "sms-provider-refused": {
    title: "Your provider refused the text",
    fix: "Look at the message in the workflow, then retry.",
  },
  "phone-not-usable": {
    title: "The customer’s phone number isn’t valid",
    fix: "Correct it in your store, then retry.",
  },
  "channel-not-connected": {
    title: "This channel has no provider",
    fix: "Remove the step, or send an email instead.",
  },
  "sender-address-missing": {
    title: "Your shop has no sender address",
    fix: "Add one in Settings, then retry.",
  },
  "address-not-usable": {
    title: "The customer’s email address isn’t valid",
    fix: "Correct it in your store, then retry.",
  },
  "no-mailbox": {
    title: "The mailbox doesn’t exist",
    fix: "Correct the address in your store. Nothing more is sent to this customer until you allow it.",
  },
  "process-ended": {
    title: "Preparing it stopped the server three times",
    fix: "Simplify the message, then retry. If it happens again, please report it.",
  },
  "message-not-rendered": {
    title: "The message has an error",
    fix: "Fix the message in the workflow, then retry.",
  },
  "message-not-found": {
    title: "The message was deleted",
    fix: "Choose another message in the workflow step.",
  },
  "endpoint-given-up": {
    title: "The service failed for five days, so it’s no longer called",
    fix: SERVICE,
  },
  "endpoint-failing": { title: "The service keeps failing", fix: SERVICE },
  "webhook-connection": { title: "The service couldn’t be reached", fix: SERVICE },
  "webhook-timeout": { title: "The service took too long to respond", fix: SERVICE },
  "webhook-address-not-usable": {
    title: "The service’s URL can’t be called",
    fix: "Correct it in the workflow step.",
  },
  "webhook-too-large": {
    title: "The webhook call is too large",
    fix: "Send less data in the workflow step.",
  },
  "store-refused": {
    title: "Your store no longer accepts Edgewise’s key",
    fix: "Connect your store again, then retry.",
  },
  "store-scope-missing": {
    title: "Edgewise isn’t allowed to do this in your store",
    fix: "Settings > Connection lists the permissions that Edgewise needs. Give them in Shopify, then retry.",
  },
  "store-moved": {
    title: "Your store has a new myshopify.com name",
    fix: "Open Edgewise in your Shopify admin, so that it follows, then retry.",
  },
  "store-blocked": {
    title: "A firewall in front of your store blocked Edgewise",
    fix: "Allow /wp-json/ for Edgewise there, then retry.",
  },
  "store-cached": {
    title: "A cache responded in your store’s place",
    fix: "Exclude /wp-json/ from it, then retry.",
  },
  "store-not-json": {
    title: "Your store’s response couldn’t be read",
    fix: "Check your other plugins for errors, then retry.",
  },
  "store-unreachable": { title: "Your store didn’t respond", fix: STORE },
  "store-busy": { title: "Your store is limiting requests", fix: STORE },
  "store-not-connected": {
    title: "No store is connected that would accept the code",
    fix: "Connect your store, or remove the step from the workflow, then retry.",
  },
  "store-disconnected": {
    title: "Your store was disconnected",
    fix: "Connect it again, then retry.",
  },
  "coupon-refused": {
    title: "Your store didn’t accept the coupon",
    fix: "Correct the discount or the products in the workflow step. It applies to customers who reach the step from then on.",
  },
  "gift-missing": {
    title: "The gift isn’t in your store",
    fix: "Choose another product in the workflow step. It applies to customers who reach the step from then on.",
  },
  "coupon-code-taken": {
    title: "Your store has another coupon with this code",
    fix: "Choose another prefix in the workflow step. It applies to customers who reach the step from then on.",
  },
  "task-address-not-usable": {
    title: "A team member’s email address isn’t valid",
    fix: "Correct it in Settings > Team, then pass the task on to them again.",
  },
  "pool-empty": {
    title: "There was no coupon code left in the pool",
    fix: "Add codes in Settings > Coupon codes, then retry.",
  },
  "order-missing": {
    title: "There’s no order in your store to add the note to",
    fix: "Start the workflow with something that happens to an order. If the order was deleted, nothing needs to be done.",
  },
  "note-refused": {
    title: "Your store didn’t accept the note",
    fix: "Shorten the note in the workflow step. It applies to customers who reach the step from then on.",
  },
  "store-later": {
    title: "A customer changed their consent in your store, and Edgewise wasn’t told",
    fix: "Record their consent on the customer’s page as they gave it in your store, then retry.",
  },
  "store-refuses-copy": {
    title: "Your store refused what Edgewise keeps of this customer",
    fix: "Check the customer’s email address, phone number and tags in your store, then retry.",
  },
  "store-broke": {
    title: "Your store fails when this customer is updated",
    fix: "Look for the error in WooCommerce > Status > Logs; another plugin may cause it. Then retry.",
  },
  "state-unreadable": {
    title: "A customer’s record is damaged and can’t be read",
    fix: DAMAGED,
  },
  "key-unreadable": {
    title: "A customer’s record is damaged and can’t be read",
    fix: DAMAGED,
  },
  "journal-unreadable": {
    title: "Part of a customer’s history is damaged and can’t be read",
    fix: DAMAGED,
  },
  "content-unreadable": {
    title: "The content that was sent is damaged and can’t be shown",
    fix: DAMAGED,
  },
  "delivery-unreadable": {
    title: "A delivery from your store is damaged and can’t be read",
    fix: DAMAGED,
  },
  "engine-trap": {
    title: "The engine stopped unexpectedly",
    fix: "Retry. If it fails again, please report it.",
  },
};

/** Causes that come with a code of the mail server's or the service's own. */
export const words = {
  mailboxRefused: (code: string): Cause => ({
    title: `The mailbox doesn’t exist or refused the email (${code})`,
    fix: "Check the customer’s address, then retry.",
  }),
  mailRefused: (code: string): Cause => ({
    title: `Your mail server refused the email (${code})`,
    fix: MAIL_SETTINGS,
  }),
  serviceFailed: (status: string): Cause => ({
    title: `The service responded with an error (${status})`,
    fix: SERVICE,
  }),
  otherFix: "Fix the cause, then retry.",
} as const;
