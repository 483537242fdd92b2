/** The merchant's page. */
import { render } from "preact";
import { App } from "./app.tsx";
import { choice, followShop, followText } from "./plan/chosen.ts";
import { follow } from "./preview/run.ts";
import { tellUsual } from "./preview/story.ts";
import { resume } from "./server/session.ts";
import "./style/tokens.css";
import "./style/base.css";
import "./style/parts.css";
import "./style/preview.css";
import "./style/live.css";
import "./style/charts.css";
import "./style/backtest.css";

tellUsual(choice.value.workflow);
followShop();
followText();
follow();
resume();

const root = document.getElementById("app");
if (root !== null) render(<App />, root);
