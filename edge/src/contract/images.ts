/** Images of a shop, for its emails. */
import { IMAGE_TYPES } from "../image-file.ts";
import {
  count,
  flag,
  list,
  moment,
  named,
  note,
  object,
  type Of,
  oneOf,
  text,
  textOf,
} from "./schema.ts";

/** The largest image, in bytes. */
export const LARGEST_IMAGE = 1024 * 1024;
/** How much of images a shop can keep, in bytes. */
export const MOST_IMAGE_BYTES = 100 * LARGEST_IMAGE;
/** How wide and how high an image may be, in pixels: more than twice what any email shows. */
export const MOST_PIXELS = 4_000;

export const ImageName = note(textOf(1, 120), "What it is called, such as the file’s name");

export const Image = named(
  "Image",
  object({
    id: text,
    url: note(text, "Where it is, for emails"),
    name: text,
    type: oneOf(IMAGE_TYPES),
    width: note(count, "In pixels"),
    height: note(count, "In pixels"),
    bytes: count,
    added_at: moment,
    used: note(flag, "Whether the live configuration shows it"),
  }),
);
export type Image = Of<typeof Image>;

export const Images = object({
  images: list(Image),
  bytes_left: note(count, "How much more the shop can keep"),
});
export type Images = Of<typeof Images>;
