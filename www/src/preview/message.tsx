/** A message as it would arrive: in a frame of its own, as wide as a desk or a phone. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RenderedMessage } from "../engine/protocol.ts";
import { Notice } from "../components/notice.tsx";
import { SegmentedControl } from "../components/segmented-control.tsx";
import { words } from "../strings/preview.ts";
import { showInert } from "./inert.ts";
import { usePointed } from "./pointed.ts";
import { TextBubble } from "./text-bubble.tsx";
import { showWhole } from "./whole.ts";
import ui from "../components/ui.module.css";
import css from "./message.module.css";

type View = "desktop" | "phone" | "text";

export function Message({
  message,
  pictures = false,
  point,
}: {
  message: RenderedMessage;
  /** Whether it's shown with its own styles and pictures, as to whoever wrote it. */
  pictures?: boolean;
  /** Told which element of the email is clicked. */
  point?(target: Element): void;
}) {
  const [dark, setDark] = useState(false);
  const [shown, setShown] = useState(true);
  const [view, setView] = useState<View>(message.html === "" ? "text" : "desktop");
  if (message.fault !== null) {
    return <Notice tone="failed" title={words.notRendered} text={message.fault} />;
  }
  if (message.weight !== undefined) {
    return (
      <div class={css.message}>
        <TextBubble text={message.text} weight={message.weight} />
      </div>
    );
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
        <Frame
          key={`${pictures}/${shown}`}
          message={message}
          phone={view === "phone"}
          full={pictures ? { dark, pictures: shown } : null}
          point={point}
        />
      )}
      {pictures ? (
        <div class={css.messageBar}>
          <Toggle label={words.dark} value={dark} change={setDark} />
          <Toggle label={words.pictures} value={shown} change={setShown} />
        </div>
      ) : (
        <p class={ui.quiet}>{words.remote}</p>
      )}
    </div>
  );
}

function Toggle({
  label,
  value,
  change,
}: {
  label: string;
  value: boolean;
  change(value: boolean): void;
}) {
  return (
    <label class={css.toggle}>
      <input
        type="checkbox"
        checked={value}
        onChange={({ currentTarget }) => change(currentTarget.checked)}
      />
      {label}
    </label>
  );
}

function Frame({
  message,
  phone,
  full,
  point,
}: {
  message: RenderedMessage;
  phone: boolean;
  /** How it's shown with its own styles; null without them. */
  full: { dark: boolean; pictures: boolean } | null;
  point?(target: Element): void;
}) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [loaded, setLoaded] = useState(false);
  const pane = usePointed(frame, point);
  useLayoutEffect(() => {
    const { current } = frame;
    if (current === null || (full !== null && !loaded)) return;
    if (full === null) showInert(current, message.html);
    else showWhole(current, message.html, full.pictures);
    // What is pointed at through the pane can't be scrolled, so it's shown whole.
    const most = point !== undefined ? 10_000 : full === null ? 720 : 1600;
    const height = current.contentDocument?.documentElement.scrollHeight ?? 400;
    current.style.height = `${Math.min(most, Math.max(160, height))}px`;
  }, [message.html, phone, loaded, full?.dark, full?.pictures]);
  // Same origin so that it can be filled from here; without scripts it can do nothing with that.
  const shown = (
    <iframe
      ref={frame}
      src={full === null ? undefined : "message.html"}
      onLoad={() => setLoaded(true)}
      data-scheme={full?.dark ? "dark" : "light"}
      class={phone ? `${css.frame} ${css.framePhone}` : css.frame}
      sandbox="allow-same-origin"
      title={words.previewOf(message.subject)}
    />
  );
  if (point === undefined) return shown;
  return (
    <div ref={pane} class={css.pointed}>
      {shown}
    </div>
  );
}
