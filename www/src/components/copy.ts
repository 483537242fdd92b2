/** Copies a text, and says so; where the browser doesn't let it, how else. */
import { copyWords } from "../strings/components.ts";
import { toast } from "./toast.tsx";

export const copyText = (text: string): Promise<void> =>
  navigator.clipboard.writeText(text).then(
    () => toast(copyWords.copied),
    () => toast(copyWords.notCopied),
  );
