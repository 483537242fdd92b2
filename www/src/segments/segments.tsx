/** The page of the shop’s segments: all of them, one that is written, or the grid of its buyers. */
import { NoShop } from "../account/no-shop.tsx";
import { PageHead } from "../components/page-head.tsx";
import { place } from "../route.ts";
import { api, shop } from "../server/session.ts";
import { words } from "../strings/segments.ts";
import { Detail } from "./detail.tsx";
import { Index } from "./index.tsx";
import { Rfm } from "./rfm.tsx";
import ui from "../components/ui.module.css";

export default function Segments() {
  const [server, chosen, { id, query }] = [api.value, shop.value, place.value];
  const begun = query.get("new");
  return (
    <main class={ui.page} id="main">
      {server === null || chosen === null ? (
        <>
          <PageHead title={words.title} />
          <NoShop lead={words.signedOut} />
        </>
      ) : id !== null ? (
        <Detail key={`${chosen}/${id}`} server={server} shop={chosen} id={id} begun={null} />
      ) : begun !== null ? (
        <Detail key={`${chosen}?${begun}`} server={server} shop={chosen} id={null} begun={begun} />
      ) : query.get("view") === "rfm" ? (
        <Rfm server={server} shop={chosen} />
      ) : (
        <Index server={server} shop={chosen} />
      )}
    </main>
  );
}
