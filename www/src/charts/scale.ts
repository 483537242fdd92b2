/** Axes that begin at zero and end at a round number. */

/** The smallest round number that is not below `most`: 1, 2, 4, 6, 8 or 10 times a power of ten. */
export function roundTop(most: number): number {
  if (most <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const steps = [1, 2, 4, 6, 8, 10].map((step) => step * power);
  return steps.find((step) => step >= most) ?? 10 * power;
}

/** Where lines are drawn: nothing, half and all of it, or both ends where a half is no whole number. */
export function gridLines(top: number): number[] {
  return top % 2 === 0 ? [0, top / 2, top] : [0, top];
}
