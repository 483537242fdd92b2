/** The first page. */
import { PageHead } from "../parts/page-head.tsx";
import { NoShop } from "../parts/no-shop.tsx";
import { words } from "../words/home.ts";

export default function Home() {
  return (
    <main class="page" id="main">
      <PageHead title={words.title} />
      <NoShop lead={words.signedOut} />
    </main>
  );
}
