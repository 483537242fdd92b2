/** Workflows: the preview of one, until the builder stands around it. */
import { choice, followShop, followText } from "../plan/chosen.ts";
import { follow } from "../preview/run.ts";
import { tellUsual } from "../preview/story.ts";

export { Preview as default } from "../preview/preview.tsx";

tellUsual(choice.value.workflow);
followShop();
followText();
follow();
