/** A message as it would arrive: in a frame of its own, as wide as a desk or a phone. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Letter } from "../engine/protocol.ts";
import { Notice } from "../components/notice.tsx";
import { SegmentedControl } from "../components/segmented-control.tsx";
import { words } from "../strings/preview.ts";
import { showInert } from "./inert.ts";
import ui from "../components/ui.module.css";
import css from "./message.module.css";

type View = "desktop" | "phone" | "text";

export function Message({ letter }: { letter: Letter }) {
  const [view, setView] = useState<View>(letter.html === "" ? "text" : "desktop");
  if (letter.fault !== null) {
    return <Notice tone="failed" title={words.notRendered} text={letter.fault} />;
  }
  const views: [View, string][] = [
    ["desktop", words.desktop],
    ["phone", words.phone],
    ["text", words.text],
  ];
  return (
    <div class={css.message}>
      <div class={css.messageBar}>
        <strong>{letter.subject}</strong>
        <SegmentedControl<View>
          label={words.previewOf(letter.subject)}
          options={letter.html === "" ? views.slice(2) : views}
          value={view}
          choose={setView}
        />
      </div>
      {view === "text" ? (
        <pre class={css.messageText}>{letter.text}</pre>
      ) : (
        <Frame letter={letter} phone={view === "phone"} />
      )}
      <p class={ui.quiet}>{words.remote}</p>
    </div>
  );
}

function Frame({ letter, phone }: { letter: Letter; phone: boolean }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useLayoutEffect(() => {
    const { current } = frame;
    if (current === null) return;
    showInert(current, letter.html);
    const height = current.contentDocument?.documentElement.scrollHeight ?? 400;
    current.style.height = `${Math.min(720, Math.max(160, height))}px`;
  }, [letter.html, phone]);
  // Same origin so that it can be filled from here; without scripts it can do nothing with that.
  return (
    <iframe
      ref={frame}
      class={phone ? `${css.frame} ${css.framePhone}` : css.frame}
      sandbox="allow-same-origin"
      title={words.previewOf(letter.subject)}
    />
  );
}
