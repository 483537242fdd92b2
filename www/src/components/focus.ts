/** Keeps the keyboard's place when what had it is replaced. */

/**
 * Focuses the first element that `selector` finds once the page was drawn anew, unless somebody went
 * elsewhere meanwhile.
 */
export function focusSoon(selector: string): void {
  const before = document.activeElement;
  const go = () => {
    const now = document.activeElement;
    if (now !== before && now !== document.body) return;
    document.querySelector<HTMLElement>(selector)?.focus();
  };
  requestAnimationFrame(() => requestAnimationFrame(go));
}
