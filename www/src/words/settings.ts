/** Every text of the page of settings. */
export const words = {
  title: "Settings",
  signedOut: "Sign in to see your shop’s settings.",
} as const;
