/** People by name, fetched as they are shown: the thread knows them only by their ids. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { words } from "../strings/segments.ts";
import { customerLine } from "./server.ts";

const names = signal<ReadonlyMap<string, string>>(new Map());
const asked = new Set<string>();

export function PersonLink({ server, shop, id }: { server: Api; shop: string; id: string }) {
  const key = `${shop}/${id}`;
  useEffect(() => {
    if (asked.has(key)) return;
    asked.add(key);
    customerLine(server, shop, id).then(
      (line) => {
        const name = line?.name ?? line?.email ?? words.nameless(id);
        names.value = new Map([...names.value, [key, name]]);
      },
      () => asked.delete(key),
    );
  }, [key]);
  return (
    <a href={linkTo("customers", id)}>
      <bdi>{names.value.get(key) ?? words.nameless(id)}</bdi>
    </a>
  );
}
