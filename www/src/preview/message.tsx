/** A message as it would arrive: in a frame of its own, as wide as a desk or a phone. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RenderedMessage } from "../engine/protocol.ts";
import { Notice } from "../components/notice.tsx";
import { SegmentedControl } from "../components/segmented-control.tsx";
import { words } from "../strings/preview.ts";
import { showInert } from "./inert.ts";
import ui from "../components/ui.module.css";
import css from "./message.module.css";

type View = "desktop" | "phone" | "text";

export function Message({ message }: { message: RenderedMessage }) {
  const [view, setView] = useState<View>(message.html === "" ? "text" : "desktop");
  if (message.fault !== null) {
    return <Notice tone="failed" title={words.notRendered} text={message.fault} />;
  }
  const views: [View, string][] = [
    ["desktop", words.desktop],
    ["phone", words.phone],
    ["text", words.text],
  ];
  return (
    <div class={css.message}>
      <div class={css.messageBar}>
        <strong>{message.subject}</strong>
        <SegmentedControl<View>
          label={words.previewOf(message.subject)}
          options={message.html === "" ? views.slice(2) : views}
          value={view}
          choose={setView}
        />
      </div>
      {view === "text" ? (
        <pre class={css.messageText}>{message.text}</pre>
      ) : (
        <Frame message={message} phone={view === "phone"} />
      )}
      <p class={ui.quiet}>{words.remote}</p>
    </div>
  );
}

function Frame({ message, phone }: { message: RenderedMessage; phone: boolean }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useLayoutEffect(() => {
    const { current } = frame;
    if (current === null) return;
    showInert(current, message.html);
    const height = current.contentDocument?.documentElement.scrollHeight ?? 400;
    current.style.height = `${Math.min(720, Math.max(160, height))}px`;
  }, [message.html, phone]);
  // Same origin so that it can be filled from here; without scripts it can do nothing with that.
  return (
    <iframe
      ref={frame}
      class={phone ? `${css.frame} ${css.framePhone}` : css.frame}
      sandbox="allow-same-origin"
      title={words.previewOf(message.subject)}
    />
  );
}
