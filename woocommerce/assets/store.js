/**
 * Edgewise in the shop: pages, products, categories and searches with the time spent on them, and what
 * the shop tracks itself with `edgewise("track", name, properties)`.
 *
 * Nothing is stored or sent before the visitor agreed, where the WP Consent API asks; what was to be sent
 * before that is dropped. The API is asked each time, because a banner may answer late or change its mind.
 */
(() => {
  const { url, key, page } = window.edgewiseSettings || {};
  if (!url) return;

  const mayObserve = () =>
    typeof window.wp_has_consent !== "function" || window.wp_has_consent("marketing");

  const cookie = (name) =>
    document.cookie
      .split("; ")
      .find((one) => one.startsWith(`${name}=`))
      ?.slice(name.length + 1);

  const setCookie = (name, value, seconds) => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
    document.cookie = `${name}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax${secure}`;
  };

  const YEAR = 365 * 24 * 3600;

  /** The visitor's id, made when it is first needed. `crypto.randomUUID` needs https. */
  const visitor = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const fresh = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    const id = cookie("edgewise_visitor") || fresh;
    setCookie("edgewise_visitor", id, YEAR);
    return id;
  };

  /** Sends one message, also while the page is being left. */
  const send = (message) => {
    if (!mayObserve()) return;
    const now = new Date().toISOString();
    const body = JSON.stringify({
      ...message,
      anonymousId: visitor(),
      messageId: `${Date.now()}-${Math.random().toString(36).slice(2)}`,
      timestamp: now,
      sentAt: now,
      context: { page: { url: location.href }, locale: document.documentElement.lang },
    });
    // As text/plain it needs no question to the other origin first.
    navigator.sendBeacon(`${url}?write_key=${encodeURIComponent(key)}`, body);
  };

  const track = (event, properties = {}) => send({ type: "track", event, properties });

  const commands = { track };
  const run = ([command, ...given]) => commands[command]?.(...given);
  const waiting = window.edgewise?.q || [];
  window.edgewise = (...call) => run(call);
  for (const call of waiting) run([...call]);

  // How long the page was looked at: time in the background does not count.
  let watched = 0;
  let since = document.visibilityState === "visible" ? performance.now() : null;
  let left = false;
  const pause = () => {
    if (since !== null) watched += performance.now() - since;
    since = null;
  };
  const view = () => {
    send({ type: "page", properties: { url: location.href, title: document.title } });
    if (page) track(page.event, page.properties);
  };
  const leave = () => {
    pause();
    if (left) return;
    left = true;
    track("Page Left", { url: location.href, seconds: Math.round(watched / 1000) });
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") since = performance.now();
    else pause();
  });
  addEventListener("pagehide", leave);
  // Back from the browser's memory: a view of its own.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    [watched, since, left] = [0, performance.now(), false];
    view();
  });

  let viewed = mayObserve();
  if (viewed) view();
  document.addEventListener("wp_listen_for_consent_change", () => {
    if (viewed || !mayObserve()) return;
    viewed = true;
    view();
  });

  // A box at the checkout counts only if the buyer was seen to click it: express payments have been
  // known to say yes for everybody. The shop's server reads this with the order, and nobody else does.
  const BOX = /edgewise[/_-](email|sms)[_-]consent/;
  document.addEventListener(
    "change",
    ({ target, isTrusted }) => {
      const box = BOX.exec(`${target.id} ${target.name}`);
      if (!isTrusted || target.type !== "checkbox" || !box) return;
      const others = (cookie("edgewise_boxes") || "").split("-");
      const kept = others.filter((one) => one && !one.startsWith(`${box[1]}.`));
      setCookie("edgewise_boxes", [...kept, `${box[1]}.${target.checked ? 1 : 0}`].join("-"), 3600);
    },
    true,
  );
})();
