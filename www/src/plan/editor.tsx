/** The configuration as text, with the engine's diagnostics beside it while it is typed. */
import type { Diagnostic } from "edgewise";
import { useRef } from "preact/hooks";
import { Badge } from "../components/notice.tsx";
import { words } from "../strings/plan.ts";
import { configText, diagnostics, write } from "./draft.ts";
import { lineAndColumn, lineOf, locate } from "./locate.ts";
import ui from "../components/ui.module.css";
import editorCss from "./editor.module.css";
import findingsCss from "./findings.module.css";

export function Editor({ close }: { close(): void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const text = configText.value;
  const lines = text.split("\n").length;
  const jump = (diagnostic: Diagnostic) => {
    const { current } = area;
    if (current === null) return;
    const { from, to } = placeOf(text, diagnostic);
    current.focus();
    current.setSelectionRange(from, to);
    current.scrollTop = Math.max(0, (lineOf(text, from) - 4) * LINE_HEIGHT);
  };
  return (
    <section class={`${ui.card} ${editorCss.editor}`} aria-labelledby="editor">
      <div class={editorCss.editorHead}>
        <h2 id="editor">{words.editorLabel}</h2>
        <button type="button" class={ui.button} onClick={close}>
          {words.closeEditor}
        </button>
      </div>
      <p class={ui.quiet}>{words.editorHelp}</p>
      <div class={editorCss.editorText}>
        <div class={editorCss.gutter} ref={gutter} aria-hidden="true">
          {Array.from({ length: lines }, (_, index) => index + 1).join("\n")}
        </div>
        <textarea
          ref={area}
          value={text}
          spellcheck={false}
          wrap="off"
          aria-label={words.editorLabel}
          onInput={({ currentTarget }) => write(currentTarget.value, "text")}
          onScroll={({ currentTarget }) => {
            if (gutter.current !== null) gutter.current.scrollTop = currentTarget.scrollTop;
          }}
        />
      </div>
      <Findings text={text} jump={jump} />
    </section>
  );
}

function Findings({ text, jump }: { text: string; jump(diagnostic: Diagnostic): void }) {
  const found = diagnostics.value;
  if (found.length === 0)
    return (
      <p class={ui.quiet} role="status">
        {words.fine}
      </p>
    );
  const errors = found.filter(({ severity }) => severity === "error").length;
  return (
    <div role="status">
      <h3>{errors > 0 ? words.errors(errors) : words.warnings(found.length)}</h3>
      <ul class={findingsCss.findings}>
        {found.map((one, index) => (
          <li key={`${one.code}${one.path}${index}`}>
            <button
              type="button"
              class={findingsCss.finding}
              data-part="finding"
              onClick={() => jump(one)}
            >
              <Badge tone={one.severity === "error" ? "failed" : "held"}>
                {words.line(lineOf(text, placeOf(text, one).from))}
              </Badge>
              <span class={findingsCss.findingPath}>{one.path}</span>
              <span>{one.message}</span>
              <span class={ui.quiet}>{one.help}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const placeOf = (text: string, { path, message }: Diagnostic) =>
  (path === "" ? lineAndColumn(text, message) : null) ?? locate(text, path);

/** As in the style sheet, for scrolling to a line. */
const LINE_HEIGHT = 20;
