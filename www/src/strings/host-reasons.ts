/**
 * Why the edge holds or fails a message, as a sentence goes on after "because". The engine's own reasons
 * come with its words; these are those it does not know.
 */
export const HOST_REASONS: Record<string, string> = {
  "sending-stopped": "you stopped sending. Resume it on Home",
  "skipped-after-stop": "it was due while sending was stopped, and you chose to skip it",
  "orders-not-checked":
    "your store hasn’t been checked for new orders after an outage. It’s sent if this customer hasn’t ordered",
  "platform-question":
    "a webhook said your app or this customer’s account is gone. Answer it on Home",
  "domain-paused": "sending to their email domain is paused. Resume it on Home",
  "waits-for-turn": "others go first. Email goes out only as fast as your provider allows",
  "provider-slow": "your email provider asked to be sent less. It’s sent as soon as possible",
  "mailbox-provider-slow":
    "their mailbox provider asked to be sent less. It’s sent as soon as possible",
  "warm-up-limit": "today’s warm-up limit is reached. It’s sent when the next day allows it",
  "provider-busy": "your email provider is limiting requests. It’s sent as soon as possible",
  "provider-quota":
    "your email provider’s limit is used up, or your account is on hold. It’s tried again automatically",
  "confirmed-by-hand": "you said that it arrived",
  "tried-again": "you retried it",
  "sender-missing": "your shop has no sender address. Add one in Settings and it’s sent",
  "mail-server-not-set": "no email provider is set up. Set one up in Settings and it’s sent",
  "sender-address-missing": "your shop has no sender address",
  "address-not-usable": "the customer’s email address isn’t valid",
  "address-local-part-not-ascii":
    "the part before the @ has characters that many mail servers can’t deliver to",
  "address-domain-not-usable": "the part after the @ isn’t a valid domain",
  "no-mailbox": "the mailbox doesn’t exist",
  "process-ended": "preparing it stopped the server three times",
  "message-not-found": "the message no longer exists",
  "message-not-rendered": "the message has an error",
  "message-too-large": "the message is too large to send",
  "no-answer": "the server stopped before your provider answered",
  "smtp-timeout": "your mail server didn’t answer in time",
  "smtp-closed": "your mail server closed the connection",
  "smtp-connection": "the connection to your mail server broke",
  "provider-timeout": "your email provider didn’t answer in time",
  "provider-connection": "the connection to your email provider broke",
  "provider-broke": "your email provider had an error of its own",
  "sms-provider-not-set":
    "no provider of text messages is set up. Set one up in Settings and it’s sent",
  "sms-provider-timeout": "your provider of text messages didn’t answer in time",
  "sms-provider-connection": "the connection to your provider of text messages broke",
  "sms-provider-broke": "your provider of text messages had an error of its own",
  "phone-not-usable": "the customer’s phone number isn’t valid",
};
