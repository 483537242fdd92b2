/** What the fields of a workflow are called; what a field means is said by the schema. */

const LABELS: Record<string, string> = {
  about: "Only about",
  activity: "Activity",
  after: "Left alone for",
  after_trigger: "After the beginning",
  amount: "Amount",
  and: "And",
  arms: "Ways",
  at: "At",
  at_least: "At least",
  at_most: "At most",
  by: "By chance of",
  cases: "Ways",
  cause: "What for",
  channel: "Channel",
  checkout_only: "Only carts that came to the checkout",
  conditions: "Only people who",
  count: "How many",
  days: "On",
  days_after: "Days after",
  days_before: "Days before",
  due_in: "Due in",
  else: "Otherwise",
  event: "Event",
  every_year: "Every year",
  exit_on: "Stops at once when",
  exit_when: "Stops for whoever",
  filter: "Only if, before every message",
  for: "For",
  free_gift: "A free product",
  free_shipping: "Free shipping",
  from_ordinal: "From order number",
  goal: "What it is for",
  goal_when: "Reached when",
  holdout: "Held out, of a hundred",
  if: "If",
  in_flight: "When edited, those inside",
  is: "Compared",
  kind: "Kind",
  max_event_age: "Not for events older than",
  message: "Message",
  name: "Name",
  on_pause: "When paused, those inside",
  one_per: "Once per",
  ordinals: "Orders number",
  percent: "Percent off",
  prefix: "The code begins with",
  priority: "Priority",
  products: "Only on these products",
  property: "Property",
  reentry: "May enter again",
  same_thing: "About the same thing",
  schedule: "Takes people in",
  span: "How long",
  time_of_day: "At",
  times: "How often",
  to: "To",
  until: "Until",
  url: "Address",
  valid_for: "Good for",
  value: "Value",
  weight: "Share",
  where: "Where",
  window: "Over which time",
  winner: "Decided for",
  within: "Within",
  worth: "Only orders worth",
};

/** `checkout_only`: its label, or its own words. */
export const fieldLabel = (name: string): string => LABELS[name] ?? sentenceCase(name);

const VALUES: Record<string, string> = {
  email: "Email",
  sms: "SMS",
  push: "Push",
  keep: "go on as they began",
  move: "are moved to the new version",
  stop: "leave",
  "one_per.entry": "cart, order or event",
  entry: "entering the workflow",
  once: "Never again",
  every_time: "Every time",
  calendar_days: "calendar days",
  more_than: "more than",
  exactly: "exactly",
};

/** A word of a choice, as people say it, in the field where it stands. */
export const valueLabel = (value: string, field = ""): string =>
  VALUES[`${field}.${value}`] ?? VALUES[value] ?? value.replaceAll("_", " ");

const sentenceCase = (name: string): string => {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};
