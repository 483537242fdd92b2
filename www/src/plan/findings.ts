/** Which findings somebody who edits one workflow is to read. */
import type { Diagnostic } from "edgewise";
import type { ConfigText } from "../engine/config-text.ts";

/** Whether a finding is about this workflow or about the shop; of other workflows, only errors count. */
export function concerns({ path, severity }: Diagnostic, config: ConfigText, id: string): boolean {
  const index = path.match(/^workflows\[(\d+)\]/)?.[1];
  if (index === undefined || severity === "error") return true;
  return config.workflows?.[Number(index)]?.id === id;
}
