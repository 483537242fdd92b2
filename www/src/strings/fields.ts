/** What the fields of a workflow are called; what a field means is said by the schema. */

const LABELS: Record<string, string> = {
  about: "Only about",
  activity: "Activity",
  after: "After",
  after_trigger: "After entry",
  amount: "Amount",
  and: "And",
  arms: "Variants",
  at: "At",
  at_least: "At least",
  at_most: "At most",
  by: "Followed by",
  cases: "Branches",
  cause: "Reason",
  channel: "Channel",
  checkout_only: "Only carts that reached checkout",
  conditions: "Only people who",
  count: "Number",
  days: "On",
  days_after: "Days after",
  days_before: "Days before",
  due_in: "Due in",
  else: "Otherwise",
  event: "Event",
  every_year: "Every year",
  exit_on: "Stops when",
  exit_when: "Stops for people who",
  filter: "Send only if",
  for: "For",
  free_gift: "Free gift",
  free_shipping: "Free shipping",
  from_ordinal: "Starting with order number",
  goal: "Goal",
  goal_when: "Goal reached when",
  holdout: "Holdout (%)",
  if: "If",
  in_flight: "When you publish changes, people in it",
  is: "Comparison",
  kind: "Type",
  max_event_age: "Ignore events older than",
  message: "Message",
  name: "Name",
  on_pause: "When you turn it off, people in it",
  one_per: "One entry per",
  ordinals: "Only order numbers",
  percent: "Percent off",
  prefix: "Code prefix",
  priority: "Priority",
  products: "Only these products",
  property: "Property",
  reentry: "Can enter again",
  same_thing: "About the same product, page or order",
  schedule: "Entry period",
  span: "Time",
  time_of_day: "At",
  times: "Which time",
  to: "To",
  until: "Until",
  url: "URL",
  valid_for: "Valid for",
  value: "Value",
  weight: "Weight",
  where: "Where",
  window: "Time period",
  winner: "Winner",
  within: "Within",
  worth: "Order total",
};

/** `checkout_only`: its label, or its own words. */
export const fieldLabel = (name: string): string => LABELS[name] ?? sentenceCase(name);

const VALUES: Record<string, string> = {
  email: "Email",
  sms: "SMS",
  push: "Push",
  keep: "finish on the version they started",
  move: "move to the new version",
  stop: "leave",
  "one_per.entry": "cart, order or event",
  entry: "entering the workflow",
  once: "Never",
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
