/**
 * A condition as it comes into being under somebody's hands: what is there after each keystroke that
 * can be asked. Every figure that is typed is another question.
 */
export const KEYSTROKES = typed();

function typed() {
  const spent = (amount) => ({ type: "spend", is: "more_than", amount });
  const within = (condition, amount) => ({
    ...condition,
    window: { last: { amount, unit: "days" } },
  });
  const all = (...of) => ({ type: "all", of });
  const from = (country) => ({ type: "attribute", name: "country", is: "equals", value: country });
  const spend = ["1", "10", "100", "100.5", "100.50"].map(spent);
  const last = [3, 30, 300].map((days) => within(spent("100.50"), days));
  const countries = ["D", "DE", "A", "AT"].map((country) =>
    all(within(spent("100.50"), 300), from(country)),
  );
  const orders = [1, 2, 3].map((count) =>
    all(within(spent("100.50"), 300), from("DE"), { type: "order_count", is: "at_least", count }),
  );
  return [...spend, ...last, ...countries, ...orders];
}
