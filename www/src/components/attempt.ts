/** What somebody tries on a page: whether it is going on, and what went wrong, for them to read. */
import { useState } from "preact/hooks";

export interface Attempts {
  /** Whether one is going on. */
  busy: boolean;
  /** Why the last one failed; null while none did. */
  trouble: string | null;
  /** Does the work; whether it went well. What it throws becomes the trouble. */
  attempt(work: () => Promise<unknown>): Promise<boolean>;
  /** Forgets the trouble, as when somebody begins anew. */
  forget(): void;
}

export function useAttempt(): Attempts {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setTrouble(null);
    try {
      await work();
      return true;
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, trouble, attempt, forget: () => setTrouble(null) };
}
