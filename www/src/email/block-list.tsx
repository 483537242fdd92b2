/**
 * The blocks of an email from top to bottom. Each opens to its form; between them new ones are added.
 * They are moved with buttons, with the arrow keys on the handle, or by dragging the handle.
 */
import { useRef } from "preact/hooks";
import { focusSoon } from "../components/focus.ts";
import { Picker } from "../components/picker.tsx";
import { edit } from "../plan/draft.ts";
import { kindsOf } from "../schema/schema.ts";
import { words } from "../strings/email-editor.ts";
import ui from "../components/ui.module.css";
import css from "./email.module.css";
import { BlockForm, TranslationForm } from "./block-form.tsx";
import {
  allowedIn,
  type Block,
  blockTitle,
  changeDesign,
  copyOf,
  type Design,
  innerOf,
  type ListPath,
  listAt,
  moveBy,
  newBlock,
  snippet,
} from "./design.ts";
import { SavedBlockForm, saveBlock } from "./saved.tsx";
import { language, openBlock, showBlock } from "./state.ts";
import { setWords, wordsIn } from "./translation.ts";

export function BlockList({
  message,
  list,
  blocks,
}: {
  message: string;
  list: ListPath;
  blocks: readonly Block[];
}) {
  const rows = useRef<HTMLOListElement>(null);
  const change = (work: (design: Design) => void, typed: string | null = null) =>
    edit((next) => changeDesign(next, message, work), typed);
  const add = (type: string, index: number) => {
    change((design) => {
      listAt(design, list).splice(index, 0, newBlock(type, design));
    });
    open(list, index);
  };
  return (
    <>
      <ol ref={rows} class={css.blocks}>
        {blocks.map((block, index) => (
          <Row
            key={block.id ?? index}
            message={message}
            list={list}
            index={index}
            count={blocks.length}
            block={block}
            change={change}
            rows={rows}
          />
        ))}
      </ol>
      {language.value === null ? (
        <AddBlock list={list} add={(type) => add(type, blocks.length)} />
      ) : null}
    </>
  );
}

const placeOf = (list: ListPath, index: number): string => [...list, index].join(".");

function open(list: ListPath, index: number): void {
  showBlock(placeOf(list, index));
}

function AddBlock({ list, add }: { list: ListPath; add(type: string): void }) {
  const kinds = kindsOf("Block");
  const allowed = allowedIn(
    list,
    kinds.map(({ value }) => value),
  );
  return (
    <Picker
      class={ui.link}
      label={words.addBlock}
      options={kinds.filter(({ value }) => allowed.includes(value))}
      choose={add}
    >
      + {words.addBlock}
    </Picker>
  );
}

interface RowProps {
  message: string;
  list: ListPath;
  index: number;
  count: number;
  block: Block;
  change(work: (design: Design) => void, typed?: string | null): void;
  rows: { current: HTMLOListElement | null };
}

function Row({ message, list, index, count, block, change, rows }: RowProps) {
  const place = placeOf(list, index);
  const isOpen = openBlock.value === place || (openBlock.value?.startsWith(`${place}.`) ?? false);
  const title = blockTitle(block.type);
  const said = snippet(block);
  const move = (by: number) => {
    let to = index;
    change((design) => {
      to = moveBy(design, list, index, by);
    });
    if (isOpen) openBlock.value = placeOf(list, to);
    focusSoon(`[id="handle-${placeOf(list, to)}"]`);
  };
  return (
    <li class={css.block} data-part="block" data-type={block.type} data-open={isOpen}>
      <div class={css.blockHead}>
        {language.value === null && count > 1 ? (
          <Handle
            id={`handle-${place}`}
            label={words.moveNamed(title, index + 1, count)}
            move={move}
            rows={rows}
            index={index}
          />
        ) : null}
        <button
          type="button"
          id={`block-${place}`}
          class={css.blockLine}
          aria-expanded={isOpen}
          onClick={() => {
            openBlock.value = isOpen ? null : place;
          }}
        >
          <strong>{title}</strong>
          {said === "" ? null : (
            <span class={ui.quiet}>
              <bdi>{said}</bdi>
            </span>
          )}
          {block.if === undefined ? null : <span class={css.some}>{words.some}</span>}
        </button>
      </div>
      {isOpen ? (
        <div class={css.blockBody}>
          {language.value === null ? (
            <BlockForm
              block={block}
              change={(next) =>
                change((design) => {
                  listAt(design, list)[index] = next;
                }, `block ${message} ${place}`)
              }
            />
          ) : block.id === undefined ? (
            <p class={ui.quiet}>{words.noWords}</p>
          ) : (
            <TranslationForm
              block={block}
              words={wordsIn(message, language.value, block.id)}
              change={(said) => setWords(message, language.value ?? "", block.id ?? "", said)}
            />
          )}
          {block.type === "saved" && language.value === null ? (
            <SavedBlockForm name={String(block.block ?? "")} />
          ) : null}
          {innerOf(block, [...list, index]).map((inner) => (
            <section
              key={inner.column ?? 0}
              class={css.inner}
              aria-label={inner.column === null ? words.inSection : words.column(inner.column)}
            >
              <h4>{inner.column === null ? words.inSection : words.column(inner.column)}</h4>
              <BlockList message={message} list={inner.list} blocks={inner.blocks} />
            </section>
          ))}
          {language.value === null ? (
            <Actions
              title={title}
              isFirst={index === 0}
              isLast={index === count - 1}
              move={move}
              duplicate={() => {
                change((design) => {
                  const blocks = listAt(design, list);
                  const original = blocks[index];
                  if (original !== undefined) blocks.splice(index + 1, 0, copyOf(original, design));
                });
                open(list, index + 1);
              }}
              save={block.type === "saved" ? null : () => saveBlock(message, list, index)}
              remove={() => {
                change((design) => {
                  listAt(design, list).splice(index, 1);
                });
                openBlock.value = null;
              }}
            />
          ) : null}
        </div>
      ) : null}
    </li>
  );
}

function Actions({
  title,
  isFirst,
  isLast,
  move,
  duplicate,
  save,
  remove,
}: {
  title: string;
  isFirst: boolean;
  isLast: boolean;
  move(by: number): void;
  duplicate(): void;
  /** Keeps it for other emails; null for one that is kept already. */
  save: (() => void) | null;
  remove(): void;
}) {
  return (
    <fieldset class={`${ui.actions} ${css.deeds}`}>
      <legend class={ui.visuallyHidden}>{words.actionsOf(title)}</legend>
      <button type="button" class={ui.step} disabled={isFirst} onClick={() => move(-1)}>
        {words.moveUp}
      </button>
      <button type="button" class={ui.step} disabled={isLast} onClick={() => move(1)}>
        {words.moveDown}
      </button>
      <button type="button" class={ui.step} onClick={duplicate}>
        {words.duplicate}
      </button>
      {save === null ? null : (
        <button type="button" class={ui.step} onClick={save}>
          {words.saveBlock}
        </button>
      )}
      <button type="button" class={ui.step} onClick={remove}>
        {words.remove}
      </button>
    </fieldset>
  );
}

/** What a block is moved by: the arrow keys, or a finger or mouse that drags it over the others. */
function Handle({
  id,
  label,
  move,
  rows,
  index,
}: {
  id: string;
  label: string;
  move(by: number): void;
  rows: { current: HTMLOListElement | null };
  index: number;
}) {
  /** The row that is dragged over. */
  const over = (y: number): number => {
    const all = [...(rows.current?.children ?? [])];
    const after = all.findIndex((row) => {
      const { top, height } = row.getBoundingClientRect();
      return y < top + height / 2;
    });
    return after < 0 ? all.length - 1 : after > index ? after - 1 : after;
  };
  return (
    <button
      type="button"
      id={id}
      class={css.handle}
      aria-label={label}
      title={words.drag}
      onKeyDown={(event) => {
        const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        move(by);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.closest("li")?.setAttribute("data-dragged", "");
      }}
      onPointerUp={(event) => {
        event.currentTarget.closest("li")?.removeAttribute("data-dragged");
        const by = over(event.clientY) - index;
        if (by !== 0) move(by);
      }}
    >
      ⠿
    </button>
  );
}
