/** The page of the shop’s messages. */
import { PageHead } from "../parts/page-head.tsx";
import { NoShop } from "../parts/no-shop.tsx";
import { words } from "../words/messages.ts";

export default function Messages() {
  return (
    <main class="page" id="main">
      <PageHead title={words.title} />
      <NoShop lead={words.signedOut} />
    </main>
  );
}
