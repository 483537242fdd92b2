/** What would have come of it: first the sentence, then pictures, then tables, then people. */
import type { Outcome } from "./run.ts";
import { sentence } from "./sentence.ts";

export function Report({ outcome }: { outcome: Outcome }) {
  return (
    <section class="card" aria-labelledby="outcome">
      <h2 id="outcome" class="visually-hidden">
        What would have come of it
      </h2>
      <p class="lead" role="status">
        {sentence(outcome)}
      </p>
    </section>
  );
}
