/** Signing in, and the links that lead there. */
export const words = {
  titles: {
    password: "Sign in to your shop",
    forgotten: "Choose a new password",
    sent: "Check your email",
    "admin-key": "Sign in as the operator",
  },
  email: "Email address",
  password: "Password",
  signIn: "Sign in",
  forgot: "Forgot password?",
  withKey: "Sign in with the admin key",
  withPassword: "Sign in with your password",
  adminKey: "Admin key",
  keyHelp:
    "For whoever runs this Edgewise. You’ll find the key in the file that npm start names. It’s kept in this tab only and forgotten when you close it.",
  forgottenHelp: "We’ll email you a link to choose a new password. It works for one hour.",
  sendLink: "Email me a link",
  sent: "If an account has this email address, a link is on its way. If nothing comes within a few minutes, ask an owner of your shop.",
} as const;

/** What the page shows that an invitation leads to, or a link for a new password. */
export const doorWords = {
  opening: "Opening your link…",
  failed: "This link doesn’t work",
  home: "Go to Edgewise",
  join: (domain: string) => `Join ${domain}`,
  joinHelp: (email: string) =>
    `You were invited as ${email}. Choose a password. You’ll sign in with both from now on.`,
  joinKnownHelp: (email: string) =>
    `You already use Edgewise as ${email}. Enter your password to join this shop, too.`,
  newPassword: "Choose a new password",
  newPasswordHelp: (email: string) =>
    `For your account ${email}. You’ll be signed out everywhere else.`,
  email: "Email address",
  chosen: "New password",
  chosenHelp: "At least 12 characters. A few words you can remember work well.",
  current: "Your password",
  act: { join: "Join", save: "Save password" },
  entering: (name: string, domain: string) => `Continue to ${domain} as ${name}?`,
  entersOver: (email: string) =>
    `You’re signed in as ${email} on this browser. Continuing signs that account out here.`,
  go: "Continue",
  stay: "Keep the current account",
} as const;
