/** An email's blocks as the editor moves them about; while somebody types, anything may stand there. */
import type { ConfigText, MessageText } from "../engine/config-text.ts";
import { blank, definition, kindOf, kindTitle } from "../schema/schema.ts";

export interface Block extends Record<string, unknown> {
  type: string;
  id?: string;
  if?: object;
  blocks?: Block[];
  columns?: { width?: number; blocks?: Block[] }[];
}

export interface Design {
  blocks: Block[];
}

/** A list of blocks by its keys from the design on: `blocks`, `blocks 2 columns 0 blocks`. */
export type ListPath = readonly (string | number)[];

/** A list inside of a block, with what it's called. */
export interface Inner {
  /** The column's number from 1; null for a section's one list. */
  column: number | null;
  list: ListPath;
  blocks: Block[];
}

/** The lists inside of a block. */
export function innerOf(block: Block, at: ListPath): Inner[] {
  if (block.type === "section") {
    return [{ column: null, list: [...at, "blocks"], blocks: blocksIn(block.blocks) }];
  }
  if (block.type !== "columns" || !Array.isArray(block.columns)) return [];
  return block.columns.map((column, index) => ({
    column: index + 1,
    list: [...at, "columns", index, "blocks"],
    blocks: blocksIn(column?.blocks),
  }));
}

/** What looks like blocks. */
export const blocksIn = (value: unknown): Block[] =>
  Array.isArray(value) ? value.filter((one) => typeof one?.type === "string") : [];

/** A message's design; HTML of its own is one raw block. Null for what is no email. */
export function designOf(message: MessageText): Design | null {
  if ((message.channel ?? "email") !== "email") return null;
  const { design, html } = message as { design?: Design; html?: string };
  if (design !== undefined) return { blocks: blocksIn(design.blocks) };
  return { blocks: html === undefined || html === "" ? [] : [{ type: "raw", html }] };
}

/** Changes a message's design; HTML of its own becomes a raw block of it first. */
export function changeDesign(
  config: ConfigText,
  name: string,
  change: (design: Design) => void,
): void {
  const message = config.messages?.[name];
  if (message === undefined) return;
  const design = structuredClone(designOf(message) ?? { blocks: [] });
  change(design);
  identify(design);
  delete message.html;
  message.design = design as unknown as MessageText["design"];
}

/** Gives each block an ID: conditions and translations find it by that. */
function identify(design: Design): void {
  for (const block of allOf(design.blocks)) block.id ??= freeId(block.type, design);
}

/** The list itself; one that isn't there yet is made. */
export function listAt(design: Design, path: ListPath): Block[] {
  let at: Record<string | number, unknown> = design as unknown as Record<string, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  const last = path.at(-1) ?? "blocks";
  if (!Array.isArray(at[last])) at[last] = [];
  return at[last] as Block[];
}

/** Moves a block by a number of places within its list. Gives where it is then. */
export function moveBy(design: Design, list: ListPath, index: number, by: number): number {
  const blocks = listAt(design, list);
  const to = Math.max(0, Math.min(blocks.length - 1, index + by));
  const [block] = blocks.splice(index, 1);
  if (block !== undefined) blocks.splice(to, 0, block);
  return to;
}

/** All blocks, those inside of others included. */
export function allOf(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => [
    block,
    ...innerOf(block, []).flatMap((inner) => allOf(inner.blocks)),
  ]);
}

/** A new block of a kind, filled in as the schema suggests, under an ID of its own. */
export function newBlock(type: string, design: Design): Block {
  const made = blank(kindOf(BLOCK, type)) as object;
  return { ...made, type, id: freeId(type, design) } as Block;
}

/** A copy of a block under IDs that no other has. */
export function copyOf(block: Block, design: Design): Block {
  const copy = structuredClone(block);
  const grown = { blocks: [...design.blocks] };
  for (const one of allOf([copy])) {
    one.id = freeId(one.type, grown);
    grown.blocks.push({ type: one.type, id: one.id });
  }
  return copy;
}

function freeId(type: string, design: Design): string {
  const taken = new Set(allOf(design.blocks).map(({ id }) => id));
  const base = type.replaceAll("_", "-");
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  return id;
}

export const BLOCK = definition("Block");

/** Which kinds a list may hold: no section in a section, neither that nor columns in a column. */
export function allowedIn(list: ListPath, kinds: readonly string[]): string[] {
  const inColumn = list.includes("columns");
  const isInside = list.length > 1;
  return kinds
    .filter((kind) => kind !== "section" || !isInside)
    .filter((kind) => kind !== "columns" || !inColumn);
}

/** What a block says, in a few words, without its tags and Liquid. */
export function snippet(block: Block): string {
  const said = [
    block.text,
    block.label,
    block.title,
    block.alt,
    block.block,
    block.html,
    block.mjml,
  ];
  const text = said.find((one) => typeof one === "string" && one.trim() !== "");
  const plain = String(text ?? "")
    .replace(/\{%[\s\S]*?%\}/g, " ")
    .replace(/\{\{\s*([\w.]+)[\s\S]*?\}\}/g, "[$1]")
    .replace(/<(?:br|\/?li|\/?[uo]l|\/?p|\/?div|\/?td|\/?tr)\b[^>]*>/gi, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain;
}

export const blockTitle = (type: string): string => kindTitle("Block", type);

/** The members of a block that are words, and so have a translation. */
export const WORDS = [
  "text",
  "label",
  "src",
  "alt",
  "title",
  "price",
  "total",
  "note",
  "link",
] as const;
