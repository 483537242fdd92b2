/** What is known of the made-up shop besides its customers. */

export const configuration = {
  format: 1,
  shop: { id: "bench", name: "Bench", currency: "EUR", time_zone: "Europe/Berlin" },
  tiers: [
    { id: "silver", name: "Silver", spend_at_least: "200.00" },
    { id: "gold", name: "Gold", spend_at_least: "500.00" },
  ],
};

/** Where the buyers are cut into fifths, by the rule in `src/segment/rfm.rs`. */
export function cutsOf({ customers, orders }) {
  const scales = { recency: [], frequency: [], monetary: [] };
  for (let customer = 0; customer < customers; customer += 1) {
    const [start, end] = [orders.starts[customer], orders.starts[customer + 1]];
    if (end === start) continue;
    scales.recency.push(orders.at[end - 1] * 1_000);
    scales.frequency.push(end - start);
    scales.monetary.push(orders.amount.subarray(start, end).reduce((sum, one) => sum + one, 0));
  }
  const cut = (values) => {
    const sorted = Float64Array.from(values).sort();
    return [1, 2, 3, 4].map((fifth) => sorted[Math.ceil((sorted.length * fifth) / 5) - 1] + 1);
  };
  return Object.fromEntries(Object.entries(scales).map(([name, values]) => [name, cut(values)]));
}
