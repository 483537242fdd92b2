/** Images of emails. */
export const words = {
  image: "Image",
  upload: "Upload image",
  uploading: "Uploading…",
  choose: "Choose from your images",
  yours: "Your images",
  none: "You haven’t uploaded an image yet.",
  use: (name: string) => `Use ${name}`,
  remove: (name: string) => `Delete ${name}`,
  removeIt: "Delete image",
  removeAsked: (name: string) => `Delete “${name}”?`,
  removeNote: "Emails that were sent with it will show a gap. This can’t be undone.",
  removeUsed:
    "A live email shows it, and emails that were sent will show a gap too. This can’t be undone.",
  inUse: "in use",
  size: (width: number, height: number) => `${width} × ${height}`,
  address: "Image address",
  decoration: "Only decoration, no description needed",
  unreadable: "This browser can’t read that image. Choose a JPEG, PNG, GIF, or WebP.",
  tooLarge: "This image is larger than 1 MB even after shrinking it. Choose another one.",
  animationTooLarge: "This animation is larger than 1 MB. Make it smaller, or use a still image.",
};
