/** Blocks that several emails use: made of one, and changed wherever one of them is used. */
import { config, edit } from "../plan/draft.ts";
import { words } from "../strings/email-editor.ts";
import ui from "../components/ui.module.css";
import css from "./email.module.css";
import { BlockForm } from "./block-form.tsx";
import { allOf, type Block, changeDesign, designOf, type ListPath, listAt } from "./design.ts";

const savedIn = (written: typeof config.value): Record<string, Block> =>
  (written?.saved_blocks as Record<string, Block> | undefined) ?? {};

/** Puts a block among the saved ones, and in its place one that names it. */
export function saveBlock(message: string, list: ListPath, index: number): void {
  edit((next) => {
    const saved = savedIn(next);
    changeDesign(next, message, (design) => {
      const blocks = listAt(design, list);
      const block = blocks[index];
      if (block === undefined) return;
      const { id = block.type.replaceAll("_", "-"), if: condition, ...own } = block;
      let name = id;
      for (let number = 2; name in saved; number += 1) name = `${id}-${number}`;
      next.saved_blocks = { ...saved, [name]: own };
      blocks[index] = {
        type: "saved",
        id,
        block: name,
        ...(condition === undefined ? {} : { if: condition }),
      };
    });
  });
}

/** The block that a place names, to be changed for all emails. */
export function SavedBlockForm({ name }: { name: string }) {
  const block = savedIn(config.value)[name];
  if (block === undefined) return null;
  return (
    <fieldset class={css.inner}>
      <legend>{words.savedBlock}</legend>
      <p class={ui.quiet}>{words.usedIn(usersOf(name))}</p>
      <BlockForm
        block={block}
        isSaved
        change={(changed) =>
          edit((next) => {
            next.saved_blocks = { ...savedIn(next), [name]: changed };
          }, `saved ${name}`)
        }
      />
    </fieldset>
  );
}

/** How many emails use it. */
const usersOf = (name: string): number =>
  Object.values(config.value?.messages ?? {}).filter((message) =>
    allOf(designOf(message)?.blocks ?? []).some((one) => one.block === name),
  ).length;
