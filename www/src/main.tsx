/** The merchant's page. */
import "./style/tokens.css";
import "./style/base.css";
// What every component builds on comes before what they add.
import "./components/ui.module.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { resume } from "./server/session.ts";

resume();

const root = document.getElementById("app");
if (root !== null) render(<App />, root);
