/**
 * Makes a file that somebody chose ready for emails: no larger than anybody sees, in a format that every mail program
 * shows, and without what the camera wrote into it, such as where it was taken.
 */
import { words } from "../strings/images.ts";

/** Twice the width of an email, for screens that show two pixels as one. */
const WIDEST = 1_600;
/** What the server takes, in pixels and in bytes. */
const HIGHEST = 4_000;
const LARGEST = 1024 * 1024;

/** @throws {Error} that says what to choose instead */
export async function forEmail(file: File): Promise<Blob> {
  if (file.type === "image/gif") {
    // Drawn, an animation would stand still.
    if (file.size > LARGEST) throw new Error(words.animationTooLarge);
    return file;
  }
  const picture = await createImageBitmap(file).catch(() => {
    throw new Error(words.unreadable);
  });
  let scale = Math.min(1, WIDEST / picture.width, HIGHEST / picture.height);
  for (let tries = 0; tries < 5; tries += 1) {
    const made = await drawn(picture, scale, file.type === "image/png");
    if (made.size <= LARGEST) return made;
    scale *= 0.75;
  }
  throw new Error(words.tooLarge);
}

/** As small as it can be: what has transparent parts is a PNG, and what was a PNG if that is the smaller. */
async function drawn(picture: ImageBitmap, scale: number, wasPng: boolean): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  if (context === null) throw new Error(words.unreadable);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  if (isTransparent(data)) return encoded(canvas, "image/png");
  const jpeg = await encoded(canvas, "image/jpeg", 0.85);
  if (!wasPng) return jpeg;
  const png = await encoded(canvas, "image/png");
  return png.size <= jpeg.size ? png : jpeg;
}

/** Whether anything shines through: every fourth byte says how much. */
function isTransparent(data: Uint8ClampedArray): boolean {
  for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 255) < 255) return true;
  return false;
}

const encoded = (canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob> =>
  new Promise((done, fail) =>
    canvas.toBlob(
      (blob) => (blob === null ? fail(new Error(words.unreadable)) : done(blob)),
      type,
      quality,
    ),
  );
