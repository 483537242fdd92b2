/** How the scripts speak: one headline a phase, what it does, and how long it took. */

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

/** A phase's headline and one line that says what it is for. */
export function headline(title, purpose) {
  console.log(`\n${paint("1", `== ${title}`)}\n${paint("2", `   ${purpose}`)}`);
}

/** An indented line below a headline. */
export const note = (text) => console.log(`   ${text}`);

/** Seconds since `from` (a `performance.now()`), as text. */
export const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`;

/** Something a person has to do before we can go on. Its message is all that is printed. */
export class Missing extends Error {}

/** Runs a script's main function; a `Missing` prints its message, anything else its stack. */
export async function main(run) {
  try {
    await run();
  } catch (error) {
    console.error(
      `\n${paint("31", "Stopped.")} ${error instanceof Missing ? error.message : error.stack}`,
    );
    process.exitCode = 1;
  }
}
