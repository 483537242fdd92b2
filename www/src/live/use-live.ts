/** Live data in a component: its newest value, the failure of the last reading, and a way to read again. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { poll, type Source } from "./poll.ts";

export interface Live<Value> {
  /** The newest value; null until there is one. A failure does not take it away. */
  value: Value | null;
  /** Why the last reading failed; null when it did not. */
  failure: Error | null;
  /** Reads again at once. */
  refresh(): void;
}

interface Options<Value> extends Pick<Source<Value>, "every" | "after"> {
  /** Whether the value of earlier inputs must not be shown while that of new ones is read. */
  forget?: boolean;
}

/**
 * Reads with `load` whenever one of `inputs` changes, and again after `every` milliseconds. What is
 * under way is aborted when the inputs change and when the component goes away. Nothing is read while
 * `load` is null.
 */
export function useLive<Value>(
  load: ((signal: AbortSignal) => Promise<Value>) | null,
  inputs: readonly unknown[],
  { every, after, forget = false }: Options<Value> = {},
): Live<Value> {
  const [value, setValue] = useState<Value | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const [asked, setAsked] = useState(0);
  const readBefore = useRef<readonly unknown[]>(inputs);
  useEffect(() => {
    const changed = inputs.some((input, place) => input !== readBefore.current[place]);
    readBefore.current = inputs;
    if (load === null || (forget && changed)) {
      setValue(null);
      setFailure(null);
    }
    if (load === null) return;
    return poll<Value>({
      load,
      every,
      // Only what is typed waits; what is asked for by hand is read at once.
      after: changed || asked === 0 ? after : 0,
      found: (found) => {
        setValue(() => found);
        setFailure(null);
      },
      failed: setFailure,
    });
  }, [...inputs, asked, load === null]);
  const refresh = useCallback(() => setAsked((times) => times + 1), []);
  return { value, failure, refresh };
}
