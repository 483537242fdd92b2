/** The page of the shop’s segments. */
import { PageHead } from "../parts/page-head.tsx";
import { NoShop } from "../parts/no-shop.tsx";
import { words } from "../words/segments.ts";

export default function Segments() {
  return (
    <main class="page" id="main">
      <PageHead title={words.title} />
      <NoShop lead={words.signedOut} />
    </main>
  );
}
