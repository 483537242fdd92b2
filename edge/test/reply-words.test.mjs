/** What people reply to texts, and what they mean by it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { workerModule } from "../../tests/blackbox/worker-module.mjs";

const { askedIn } = await workerModule("channel/sms/reply-words.ts");

const ALONE = {
  stop: [
    ..."STOP stop Stop. STOP! (stop) 'stop' «STOP» sToP STOPALL StopAll Unsubscribe CANCEL End QUIT revoke OptOut ARRET Arrêt STOPP Abmelden abbestellen Desabonner désabonner Baja Cancelar PARAR annulla fine afmelden REMOVE td".split(
      " ",
    ),
    "STOP ALL",
    "Opt out",
    "opt-out",
    " \n stop \t",
    "Stop🙏",
    "ＳＴＯＰ",
    "s\u0301top".normalize("NFC").replace("ś", "s"),
    "Stop…",
    "STOP\u0000",
  ],
  start: ["START", "start", "Start!", "UNSTOP", "Subscribe", "opt in", "anmelden"],
  help: ["HELP", "help?", "INFO", "Hilfe", "aide", "¿Ayuda?"],
};

/** Longer texts that end marketing, certain or not. */
const INSIDE = [
  "Stop. Thank you",
  "Please stop texting me",
  "stop sending me these messages!!",
  "I want to unsubscribe",
  "Unsubscribe me NOW",
  "pls stop",
  "Hey, can you STOP?",
  "CANCEL order 1001",
  "cancel my subscription please",
  "END this",
  "Quit it, will you",
  "take me off your list",
  "Remove me from this",
  "opt me out please thanks",
  "no more texts please",
  "do not text me again",
  "Don’t contact me anymore",
  "leave me alone",
  "Bitte keine SMS mehr",
  "Bitte abmelden danke",
  "Stopp, ich will das nicht",
  "arrêt svp merci",
  "je veux me désabonner",
  "quiero darme de baja ya",
  "no más mensajes por favor",
  "STOP it’s Zoë’s phone",
  "stop\nSent from my iPhone",
  "don't stop the deals",
];

/** About something else. */
const OTHER = [
  "",
  "   ",
  "👍",
  "Yes",
  "YES",
  "yes please",
  "No",
  "Thanks!",
  "ok",
  "When does the sale end?",
  "Is it the end of the season?",
  "I can’t cancel my order",
  "How do I cancel?",
  "nonstop flights",
  "Stopover in Berlin?",
  "unstoppable",
  "I need help with order 1001",
  "Where can I find info on sizes?",
  "Can you start the return for me?",
  "Do you ship to Austria, and what’s the price?",
  "The bus stops here, is your shop near the bus terminal?",
  "Startet der Verkauf heute?",
  "Wann endet die Aktion?",
  "\u0000\u0001",
  "<script>stopped</script>".replace("stopped", "x"),
  "{{ stop_ }}".replace("stop_", "x"),
  "9".repeat(5_000),
  "x".repeat(5_000),
];

test("a word alone means what it means, however it's written", () => {
  for (const [what, texts] of Object.entries(ALONE)) {
    for (const text of texts) assert.deepEqual(askedIn(text), { what, isAlone: true }, text);
  }
});

test("a no in a longer text is a no, marked as what could be something else", () => {
  for (const text of INSIDE)
    assert.deepEqual(askedIn(text), { what: "stop", isAlone: false }, text);
});

test("what is about something else is left alone", () => {
  for (const text of OTHER) assert.equal(askedIn(text), null, text.slice(0, 40));
  // Long texts cost no time.
  const began = performance.now();
  askedIn("stop ".repeat(200_000));
  assert.ok(performance.now() - began < 200);
  const count = Object.values(ALONE).flat().length + INSIDE.length + OTHER.length;
  console.log(`# ${count} replies`);
});
