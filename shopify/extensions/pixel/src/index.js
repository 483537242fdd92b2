/** The web pixel: says what visitors do in the store. Shopify runs it apart from the page, in a worker. */
import { register } from "@shopify/web-pixels-extension";
import { messageOf, STANDARD_EVENTS } from "./message.js";

register(({ analytics, customerPrivacy, init, settings }) => {
  const allows = ({ analyticsProcessingAllowed, marketingAllowed }) =>
    analyticsProcessingAllowed && marketingAllowed;

  // Shopify starts the pixel after a yes; a buyer may take it back on the same page.
  let mayObserve = allows(init.customerPrivacy);
  customerPrivacy.subscribe("visitorConsentCollected", (event) => {
    mayObserve = allows(event.customerPrivacy);
  });

  const url = `${settings.events_url}?source=shopify-pixel&write_key=${encodeURIComponent(settings.write_key)}`;
  const send = (event) => {
    const message = mayObserve ? messageOf(event, init.data.customer ?? null) : null;
    if (message === null) return;
    // As text it needs no question to the other origin first. A visitor's event that is lost is no harm.
    fetch(url, { method: "POST", body: JSON.stringify(message), keepalive: true }).catch(() => {});
  };
  for (const name of STANDARD_EVENTS) analytics.subscribe(name, send);
  analytics.subscribe("all_custom_events", send);
});
