/** Every text of the page of segments. */
export const words = {
  title: "Segments",
  signedOut: "Sign in to see your shop’s segments.",
} as const;
