/** What customers read on the pages of a shop, in each language that those are written in. */

export type Language = "en" | "de";

/** The language for somebody whose language tag is known or not, in a shop that writes in one. */
export function languageFor(tag: string | null, shops: unknown): Language {
  const own = tag?.slice(0, 2).toLowerCase();
  if (own === "de" || own === "en") return own;
  return shops === "de" ? "de" : "en";
}

export const words = (language: Language): Words => WORDS[language];

const en = {
  preferences: "Your preferences",
  preferencesIntro: "Choose what you’d like to hear. Messages about your orders always come.",
  saved: "Your preferences are saved.",
  nothingChanged: "Nothing was changed.",
  save: "Save",
  channels: "Marketing by",
  channel: { email: "Email", sms: "Text message", push: "Push notification" },
  topics: "Topics",
  frequency: "How often",
  often: {
    all: "Whenever there’s something new",
    weekly: "At most one message a week",
    monthly: "At most one message a month",
  },
  pause: "A break",
  pauseNow: "No marketing for 30 days",
  pausedUntil: (date: string) => `No marketing until ${date}`,
  about: "About you",
  language: "Language",
  asBefore: "No preference",
  birthday: "Birthday",
  birthdayKnown: "We have it. Fill this in only to change it.",
  leaveAll: "Unsubscribe from all marketing",
  trouble: {
    form: "This form couldn’t be read. Load the page again, then save.",
    topic: "One of these topics no longer exists. Load the page again.",
    frequency: "Choose how often you’d like to hear from us.",
    channel: "Choose the channels again.",
    language: "Choose a language from the list.",
    birthday: "Enter your birthday as a date in the past.",
    email: "Enter a valid email address, such as name@example.com.",
    product: "The product is missing. Open the form on the product’s page.",
    name: "Enter your first name with up to 100 characters.",
    answer: "Choose one of the answers.",
  },
  unsubscribe: "Unsubscribe",
  unsubscribeIntro:
    "You will get no more marketing email from this shop. Messages about your orders still come.",
  unsubscribed: "You are unsubscribed",
  unsubscribedNote: "You will get no more marketing email from this shop.",
  textsIntro:
    "You will get no more marketing by text message from this shop. Messages about your orders still come.",
  textsNote: "You will get no more marketing by text message from this shop.",
  why: "Would you tell us why?",
  reasons: {
    too_many: "Too many emails",
    not_relevant: "Not relevant to me",
    never_signed_up: "I never signed up",
    other: "Another reason",
  },
  thanks: "Thank you for telling us.",
  back: "I didn’t mean to unsubscribe",
  isBack: "You’re subscribed again",
  isBackNote: "Nothing has changed. You can choose what you get at any time.",
  cannotGoBack: "To subscribe again, use the preferences below.",
  choose: "Choose what you get instead",
  confirm: "Confirm your subscription",
  confirmIntro: "Press the button to get marketing email from this shop.",
  confirmButton: "Yes, subscribe me",
  confirmAgain:
    "To be sure that it’s you and not a mail filter, wait a moment, then press once more.",
  confirmed: "You’re subscribed",
  confirmedNote: "Thank you. You can change this at any time with the link in each email.",
  tooOld: "This link is no longer valid",
  tooOldNote: "Sign up again to get a new one.",
  confirmSubject: (shop: string) => `Confirm your subscription to ${shop}`,
  confirmMail: (shop: string) =>
    `Somebody, hopefully you, signed up for email from ${shop} with this address. Open this page and press the button to confirm it:`,
  confirmMailEnd:
    "The link works for 7 days. If it wasn’t you, ignore this email, and nothing more comes.",
  email: "Email address",
  firstName: "First name",
  optional: "optional",
  signUp: "Sign up",
  tellMe: "Tell me when it’s back",
  inbox: "Check your inbox",
  inboxNote: "We sent you an email with a link. Open it to confirm your subscription.",
  signedUp: "Thank you for signing up",
  signedUpNote: "You’ll hear from us.",
  asked: "We’ll tell you",
  askedNote: "You’ll get one email when it’s back in stock.",
  privacy: "You can unsubscribe at any time with the link in each email.",
  noPage: "This page isn’t there",
  noPageNote: "The link may have been cut off. Open it again from the email.",
  emailGone: "This email is no longer here",
  emailGoneNote: "It was sent too long ago to still be shown.",
  tooMany: "Too much at once. Wait a minute, then try again.",
};

type Words = typeof en;

const de: Words = {
  preferences: "Ihre Einstellungen",
  preferencesIntro:
    "Wählen Sie, was Sie von uns hören möchten. Nachrichten zu Ihren Bestellungen kommen immer.",
  saved: "Ihre Einstellungen sind gespeichert.",
  nothingChanged: "Es wurde nichts geändert.",
  save: "Speichern",
  channels: "Werbung per",
  channel: { email: "E-Mail", sms: "SMS", push: "Push-Nachricht" },
  topics: "Themen",
  frequency: "Wie oft",
  often: {
    all: "Immer, wenn es etwas Neues gibt",
    weekly: "Höchstens eine Nachricht pro Woche",
    monthly: "Höchstens eine Nachricht pro Monat",
  },
  pause: "Eine Pause",
  pauseNow: "30 Tage lang keine Werbung",
  pausedUntil: (date) => `Keine Werbung bis ${date}`,
  about: "Über Sie",
  language: "Sprache",
  asBefore: "Keine Angabe",
  birthday: "Geburtstag",
  birthdayKnown: "Wir kennen ihn schon. Füllen Sie das nur aus, um ihn zu ändern.",
  leaveAll: "Von aller Werbung abmelden",
  trouble: {
    form: "Das Formular war nicht lesbar. Laden Sie die Seite neu und speichern Sie noch einmal.",
    topic: "Eines der Themen gibt es nicht mehr. Laden Sie die Seite neu.",
    frequency: "Wählen Sie, wie oft Sie von uns hören möchten.",
    channel: "Wählen Sie die Kanäle noch einmal.",
    language: "Wählen Sie eine Sprache aus der Liste.",
    birthday: "Geben Sie Ihren Geburtstag als Datum in der Vergangenheit ein.",
    email: "Geben Sie eine gültige E-Mail-Adresse ein, etwa name@example.com.",
    product: "Das Produkt fehlt. Öffnen Sie das Formular auf der Seite des Produkts.",
    name: "Geben Sie Ihren Vornamen mit höchstens 100 Zeichen ein.",
    answer: "Wählen Sie eine der Antworten.",
  },
  unsubscribe: "Abmelden",
  unsubscribeIntro:
    "Sie bekommen keine Werbung per E-Mail mehr von diesem Shop. Nachrichten zu Ihren Bestellungen kommen weiterhin.",
  unsubscribed: "Sie sind abgemeldet",
  unsubscribedNote: "Sie bekommen keine Werbung per E-Mail mehr von diesem Shop.",
  textsIntro:
    "Sie bekommen keine Werbung per SMS mehr von diesem Shop. Nachrichten zu Ihren Bestellungen kommen weiterhin.",
  textsNote: "Sie bekommen keine Werbung per SMS mehr von diesem Shop.",
  why: "Verraten Sie uns, warum?",
  reasons: {
    too_many: "Zu viele E-Mails",
    not_relevant: "Nicht interessant für mich",
    never_signed_up: "Ich habe mich nie angemeldet",
    other: "Ein anderer Grund",
  },
  thanks: "Vielen Dank für Ihre Antwort.",
  back: "Das war ein Versehen",
  isBack: "Sie sind wieder angemeldet",
  isBackNote: "Es bleibt alles, wie es war. Sie können jederzeit wählen, was Sie bekommen.",
  cannotGoBack: "Um sich wieder anzumelden, nutzen Sie die Einstellungen unten.",
  choose: "Stattdessen wählen, was ich bekomme",
  confirm: "Anmeldung bestätigen",
  confirmIntro: "Drücken Sie den Knopf, um Werbung per E-Mail von diesem Shop zu bekommen.",
  confirmButton: "Ja, ich melde mich an",
  confirmAgain:
    "Damit wir sicher sind, dass Sie es sind und kein Mailfilter: Warten Sie kurz und drücken Sie dann bitte noch einmal.",
  confirmed: "Sie sind angemeldet",
  confirmedNote: "Vielen Dank. Mit dem Link in jeder E-Mail können Sie das jederzeit ändern.",
  tooOld: "Dieser Link ist nicht mehr gültig",
  tooOldNote: "Melden Sie sich noch einmal an, um einen neuen zu bekommen.",
  confirmSubject: (shop) => `Bestätigen Sie Ihre Anmeldung bei ${shop}`,
  confirmMail: (shop) =>
    `Jemand, hoffentlich Sie, hat sich mit dieser Adresse für E-Mails von ${shop} angemeldet. Öffnen Sie diese Seite und drücken Sie den Knopf, um das zu bestätigen:`,
  confirmMailEnd:
    "Der Link gilt 7 Tage. Wenn Sie das nicht waren, ignorieren Sie diese E-Mail; dann kommt nichts weiter.",
  email: "E-Mail-Adresse",
  firstName: "Vorname",
  optional: "freiwillig",
  signUp: "Anmelden",
  tellMe: "Sagen Sie mir Bescheid",
  inbox: "Bitte prüfen Sie Ihr Postfach",
  inboxNote:
    "Wir haben Ihnen eine E-Mail mit einem Link geschickt. Öffnen Sie ihn, um sich anzumelden.",
  signedUp: "Vielen Dank für Ihre Anmeldung",
  signedUpNote: "Sie hören von uns.",
  asked: "Wir sagen Ihnen Bescheid",
  askedNote: "Sie bekommen eine E-Mail, sobald das Produkt wieder da ist.",
  privacy: "Sie können sich jederzeit mit dem Link in jeder E-Mail abmelden.",
  noPage: "Diese Seite gibt es nicht",
  noPageNote: "Vielleicht wurde der Link abgeschnitten. Öffnen Sie ihn noch einmal aus der E-Mail.",
  emailGone: "Diese E-Mail ist nicht mehr da",
  emailGoneNote: "Sie wurde vor zu langer Zeit verschickt, um noch gezeigt zu werden.",
  tooMany: "Zu viel auf einmal. Warten Sie eine Minute und versuchen Sie es noch einmal.",
};

const WORDS: Readonly<Record<Language, Words>> = { en, de };
