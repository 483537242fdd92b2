import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { Notice } from "../components/notice.tsx";
import { saveAs } from "../components/save-as.ts";
import { toast } from "../components/toast.tsx";
import type { Api } from "../server/api.ts";
import { words } from "../strings/customer-list.ts";
import { shown } from "./chosen-columns.ts";
import { exportTable } from "./server.ts";
import ui from "../components/ui.module.css";

export function Export({
  server,
  shop,
  condition,
  total,
  close,
}: {
  server: Api;
  shop: string;
  /** Who is exported; everybody when null. */
  condition: object | null;
  total: number;
  close(): void;
}) {
  const { busy, trouble, attempt } = useAttempt();
  const run = () =>
    attempt(async () => {
      saveAs(await exportTable(server, shop, condition, shown.value), "customers.csv");
      toast(words.exported);
      close();
    });
  return (
    <Dialog
      open
      title={words.exportTitle(total)}
      close={close}
      act={{ text: busy ? words.exporting : words.exportNow, disabled: busy, run }}
    >
      <div class={ui.asked}>
        <p>{words.exportHelp}</p>
        <p class={ui.quiet}>{words.exportLogged}</p>
        {trouble === null ? null : (
          <Notice tone="failed" title={words.notExported} text={trouble} />
        )}
      </div>
    </Dialog>
  );
}
