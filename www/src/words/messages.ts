/** Every text of the page of messages. */
export const words = {
  title: "Messages",
  signedOut: "Sign in to see your shop’s messages.",
} as const;
