/** How far the customers are loaded, and the way to load them anew. */
import { Notice } from "../components/notice.tsx";
import type { Api } from "../server/api.ts";
import { clockTime } from "../text/zone.ts";
import { words } from "../strings/segments.ts";
import { loading, reload } from "./audience.ts";
import ui from "../components/ui.module.css";
import css from "./audience.module.css";

export function Progress({ server, shop }: { server: Api; shop: string }) {
  const read = loading.value;
  const again = () => reload(server, shop);
  switch (read.is) {
    case "empty":
      return null;
    case "loading":
      return (
        <section class={ui.card} aria-busy="true">
          <label class={css.loadingBar}>
            <span role="status">{words.loaded(read.customers, read.of)}</span>
            <progress max={Math.max(1, read.of)} value={read.customers} />
          </label>
        </section>
      );
    case "failed":
      return (
        <Notice tone="failed" title={words.notLoaded} text={read.message}>
          <button type="button" class={ui.button} onClick={again}>
            {words.again}
          </button>
        </Notice>
      );
    case "ready":
      return (
        <p class={`${ui.quiet} ${css.asRead}`}>
          {words.read(read.customers, clockTime(read.readAt))}{" "}
          <button type="button" class={ui.link} onClick={again}>
            {words.again}
          </button>
        </p>
      );
  }
}
