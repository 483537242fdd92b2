/** Privacy requests that wait for the merchant: erase the customer, or keep them. */
import { useAttempt } from "../components/attempt.ts";
import { Notice } from "../components/notice.tsx";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { words } from "../strings/settings.ts";
import { answerPrivacyRequest, type PrivacyRequest } from "./server.ts";
import ui from "../components/ui.module.css";

export function OpenRequests({
  server,
  id,
  requests,
  changed,
}: {
  server: Api;
  id: string;
  requests: PrivacyRequest[];
  changed: () => void;
}) {
  const { trouble, attempt } = useAttempt();
  const open = requests.filter(({ kind, done_at: done }) => done === null && kind in words.asked);
  const answer = (request: PrivacyRequest, given: "erase" | "keep") =>
    attempt(async () => {
      await answerPrivacyRequest(server, id, request.id, given);
      changed();
    });
  if (open.length === 0) return null;
  return (
    <>
      {trouble === null ? null : <Notice tone="failed" title={words.notAnswered} text={trouble} />}
      <ul>
        {open.map((request) => (
          <li key={request.id}>
            <p>{words.asked[request.kind]}</p>
            <p class={ui.row}>
              {request.customer === null ? null : (
                <a class={ui.button} href={linkTo("customers", request.customer)}>
                  {words.seeCustomer}
                </a>
              )}
              <button type="button" class={ui.button} onClick={() => answer(request, "keep")}>
                {words.keepCustomer}
              </button>
              <button type="button" class={ui.button} onClick={() => answer(request, "erase")}>
                {words.eraseCustomer}
              </button>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
