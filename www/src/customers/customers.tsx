/** The page of the shop’s customers: everybody, or one of them. */
import { place } from "../route.ts";
import { api, seesPersonalData, shop } from "../server/session.ts";
import { NoShop } from "../account/no-shop.tsx";
import { PageHead } from "../components/page-head.tsx";
import { words } from "../strings/customers.ts";
import { Brief } from "./brief.tsx";
import { Index } from "./index.tsx";
import { Person } from "./person.tsx";
import ui from "../components/ui.module.css";

export default function Customers() {
  const [server, chosen, { id }] = [api.value, shop.value, place.value];
  return (
    <main class={ui.page} id="main">
      {server === null || chosen === null ? (
        <>
          <PageHead title={words.title} />
          <NoShop lead={words.signedOut} />
        </>
      ) : id === null ? (
        <Index key={chosen} server={server} shop={chosen} />
      ) : !seesPersonalData.value ? (
        <Brief key={`${chosen}/${id}`} server={server} shop={chosen} id={id} />
      ) : (
        <Person key={`${chosen}/${id}`} server={server} shop={chosen} id={id} />
      )}
    </main>
  );
}
