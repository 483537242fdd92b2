/** Data read once, or again and again while somebody looks at it. */

/** How long until it is read again, in milliseconds; null for once. */
export type Pause<Value> = number | null | ((found: Value) => number | null);

export interface Source<Value> {
  load(signal: AbortSignal): Promise<Value>;
  /** Once, when left out. */
  every?: Pause<Value> | undefined;
  /** How long nothing must have changed before it is read at all, such as while somebody types. */
  after?: number | undefined;
  found(value: Value): void;
  failed(error: Error): void;
}

/** After failures the pause doubles up to this, in milliseconds. */
const LONGEST_PAUSE = 60_000;

/**
 * Reads until the returned function is called, which aborts what is under way. Rests while the tab is
 * hidden. A failure is reported, and tried again where the source is read again and again.
 */
export function poll<Value>({ load, every = null, after = 0, found, failed }: Source<Value>) {
  const stop = new AbortController();
  const { signal } = stop;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let pause: number | null = typeof every === "number" ? every : null;
  const look = async (): Promise<void> => {
    try {
      const value = await load(signal);
      if (signal.aborted) return;
      failures = 0;
      pause = typeof every === "function" ? every(value) : every;
      found(value);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      failed(error instanceof Error ? error : new Error(String(error)));
    }
    if (pause !== null && !signal.aborted) {
      timer = setTimeout(whenSeen, Math.max(pause, Math.min(pause * 2 ** failures, LONGEST_PAUSE)));
    }
  };
  const whenSeen = () => {
    if (document.visibilityState === "visible") look();
    else document.addEventListener("visibilitychange", look, { once: true, signal });
  };
  if (after === 0) look();
  else timer = setTimeout(look, after);
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}
