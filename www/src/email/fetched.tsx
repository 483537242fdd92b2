/** The email editor, fetched when an email is first edited. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { words } from "../strings/email-editor.ts";

const fetched = signal<ComponentType<{ name: string }> | null>(null);
const failed = signal(false);

export function EmailEditor({ name }: { name: string }) {
  useEffect(() => {
    if (fetched.value !== null) return;
    failed.value = false;
    import("./editor.tsx")
      .then((module) => {
        fetched.value = module.default;
      })
      .catch(() => {
        failed.value = true;
      });
  }, []);
  const Editor = fetched.value;
  if (Editor !== null) return <Editor key={name} name={name} />;
  return failed.value ? (
    <Notice tone="failed" title={words.notFetched} text={words.notFetchedHelp} />
  ) : (
    <Loading label={words.fetching} />
  );
}
