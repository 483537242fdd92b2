/** One engine for all shops of an isolate: it keeps nothing of any of them but plans. */
import { openEngine } from "edgewise";

export const engine = openEngine();
