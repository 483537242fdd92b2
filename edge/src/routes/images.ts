/** A shop's images, as the merchant brings and removes them. */
import { readBody } from "../body.ts";
import * as contract from "../contract/images.ts";
import { IMAGE_TYPES, readImage } from "../image-file.ts";
import { notFound, Problem } from "../problem.ts";
import { forgetImage } from "./shown-image.ts";
import { file, gives, group, nothing, Reply, route } from "./route.ts";

export const images = group("Images", "Images for emails.", [
  route("GET /api/shops/{shop}/images", {
    id: "listImages",
    summary: "List the images, the newest first",
    access: "workflows:read",
    answers: { 200: gives("The images, and how much room is left", contract.Images) },
    handle: ({ shop }) => shop.images.list(),
  }),

  route("POST /api/shops/{shop}/images", {
    id: "addImage",
    summary: "Add an image: a JPEG, PNG, or GIF of up to 1 MiB",
    description:
      "Everybody who has its address can see it, for good. The same image again has the same address. What a camera wrote into the file, such as the place, stays in it: remove it first.",
    access: "workflows:write",
    change: "image-added",
    query: { name: contract.ImageName },
    body: file("The image", Object.fromEntries(IMAGE_TYPES.map((type) => [type, null]))),
    answers: {
      201: gives("It was added", contract.Image),
      200: gives("It was there already", contract.Image),
    },
    errors: {
      409: "The shop keeps as many images as it may",
      422: "It is no JPEG, PNG, or GIF, or has too many pixels",
    },
    handle: async ({ shop, request, query, trail }) => {
      const bytes = await readBody(request, contract.LARGEST_IMAGE);
      const found = readImage(bytes);
      if (found === null) {
        const message = "This isn’t a JPEG, PNG, or GIF that can be read. Choose another file.";
        throw new Problem(422, "not-an-image", message);
      }
      if (Math.max(found.width, found.height) > contract.MOST_PIXELS) {
        const message = `This image has ${found.width} × ${found.height} pixels. Make it at most ${contract.MOST_PIXELS} wide and high.`;
        throw new Problem(422, "too-many-pixels", message);
      }
      const added = await shop.images.add(bytes, { name: query.name, file: found });
      if (added === null) {
        const most = contract.MOST_IMAGE_BYTES / contract.LARGEST_IMAGE;
        const message = `This shop’s images have ${most} MB, which is the limit. Remove some that no email shows.`;
        throw new Problem(409, "images-full", message);
      }
      trail.detail = { image: added.image.id, name: added.image.name };
      return new Reply(added.isNew ? 201 : 200, added.image);
    },
  }),

  route("DELETE /api/shops/{shop}/images/{image}", {
    id: "removeImage",
    summary: "Remove an image; emails that were sent no longer show it",
    access: "workflows:write",
    change: "image-removed",
    answers: { 204: nothing("It is gone") },
    errors: { 404: "There is no such image" },
    handle: async ({ shop, listing, part, trail }) => {
      const name = await shop.images.remove(part("image"));
      if (name === null) throw notFound("image");
      forgetImage(listing.shop, part("image"));
      trail.detail = { image: part("image"), name };
      return undefined;
    },
  }),
]);
