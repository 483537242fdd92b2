/**
 * An export as it goes out: one JSON object, put together from pages that are asked for as the reader
 * takes them, so that it needs the memory of one page however much is held about a person.
 */
import type { ExportPlace } from "../shop/views.ts";

interface Page {
  /** Rows as JSON, parted by commas. */
  rows: string;
  next: ExportPlace | null;
}

/** The answer: what stands at the head, then `outbox` and `journal`. */
export function exportStream(
  { head, next }: { head: string; next: ExportPlace },
  page: (place: ExportPlace) => Promise<Page | null>,
): Response {
  const encoder = new TextEncoder();
  let place: ExportPlace | null = next;
  let [part, isFirst] = ["outbox", true];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(`${head.slice(0, -1)},"outbox":[`));
    },
    async pull(controller) {
      if (place === null) {
        const end = part === "journal" ? "]}" : '],"journal":[]}';
        controller.enqueue(encoder.encode(end));
        controller.close();
        return;
      }
      if (place.part !== part) {
        controller.enqueue(encoder.encode('],"journal":['));
        [part, isFirst] = [place.part, true];
      }
      const next = await page(place);
      // Erased meanwhile: an export that looks whole and is not would be worse than none.
      if (next === null) throw new Error("the customer was erased during the export");
      const comma = isFirst || next.rows === "" ? "" : ",";
      if (next.rows !== "") isFirst = false;
      controller.enqueue(encoder.encode(comma + next.rows));
      place = next.next;
    },
  });
  return new Response(body, {
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
}
