/** Every text of the first page. */
export const words = {
  title: "Home",
  signedOut: "Sign in to see what went out today, what was held, and what needs you.",
} as const;
