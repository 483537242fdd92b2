/** A workflow's state: a word, a shape and a colour. */
import { Badge } from "../components/notice.tsx";
import { words } from "../strings/workflows.ts";

export function StateBadge({ status }: { status: string }) {
  const tone = status === "live" ? "live" : status === "paused" ? "held" : "draft";
  return <Badge tone={tone}>{words.status[status] ?? status}</Badge>;
}
