/** The page of the shop’s settings. */
import { PageHead } from "../parts/page-head.tsx";
import { NoShop } from "../parts/no-shop.tsx";
import { words } from "../words/settings.ts";

export default function Settings() {
  return (
    <main class="page" id="main">
      <PageHead title={words.title} />
      <NoShop lead={words.signedOut} />
    </main>
  );
}
