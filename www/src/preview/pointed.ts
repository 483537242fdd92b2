/** Pointing at a message that stands in a frame. */
import { useEffect, useRef } from "preact/hooks";

/**
 * A pane that the frame is pointed at through. The frame runs no scripts, and where that is so some browsers tell
 * nobody of its events; so the pane gets them, and asks the frame's document what is there. The keyboard doesn't need
 * it: whatever can be pointed at stands in a list beside it.
 */
export function usePointed(
  frame: { current: HTMLIFrameElement | null },
  point?: (at: Element) => void,
) {
  const pane = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = pane;
    if (current === null || point === undefined) return;
    const at = ({ clientX, clientY }: MouseEvent): Element | null => {
      const inside = frame.current;
      if (inside === null) return null;
      const { left, top } = inside.getBoundingClientRect();
      const [x, y] = [clientX - left - inside.clientLeft, clientY - top - inside.clientTop];
      return inside.contentDocument?.elementFromPoint(x, y) ?? null;
    };
    const clicked = (event: MouseEvent) => {
      const target = at(event);
      if (target !== null) point(target);
    };
    // Where a link would lead still shows under the pointer.
    const moved = (event: MouseEvent) => {
      current.title = at(event)?.closest("[title]")?.getAttribute("title") ?? "";
    };
    current.addEventListener("click", clicked);
    current.addEventListener("mousemove", moved);
    return () => {
      current.removeEventListener("click", clicked);
      current.removeEventListener("mousemove", moved);
    };
  }, [point]);
  return pane;
}
