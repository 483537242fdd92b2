/** Something is on its way: says what, and keeps its place on the page. */
export function Loading({ label }: { label: string }) {
  return (
    <section class="card skeleton" aria-busy="true">
      <p class="lead" role="status">
        {label}
      </p>
      <div class="bone" />
      <div class="bone" />
      <div class="bone" />
    </section>
  );
}
