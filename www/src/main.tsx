/** The merchant's page. */
import { render } from "preact";
import { App } from "./app.tsx";
import { resume } from "./server/session.ts";
import "./style/tokens.css";
import "./style/base.css";
import "./style/parts.css";

resume();

const root = document.getElementById("app");
if (root !== null) render(<App />, root);
