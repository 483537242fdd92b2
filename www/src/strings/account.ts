/** The account of whoever is signed in. */
export const words = {
  roles: { owner: "Owner", editor: "Editor", viewer: "Viewer" },
  what: {
    owner: "You’re an owner of this shop: you can do everything, and decide who else comes in.",
    editor:
      "You’re an editor of this shop: you can change everything customers notice. Owners decide about people, connections and erasures.",
    viewer: "You’re a viewer of this shop: you can look at everything and change nothing.",
  },
  throughWordPress:
    "You come in through your store’s WordPress admin, so you have no password here.",
  change: "Change password…",
  changeHelp: "You’ll be signed out everywhere else.",
  current: "Current password",
  next: "New password",
  passwordHelp: "At least 12 characters. A few words you can remember work well.",
  changeNow: "Change password",
  changed: "Password changed.",
  sessions: "Where you’re signed in",
  here: "This browser",
  lastUsed: (when: string) => `Last used ${when}`,
  end: "Sign out",
  endOf: (device: string) => `Sign out of ${device}`,
  everywhere: "Sign out everywhere",
  yourRole: "Your role",
  viewerBar:
    "You’re a viewer, so you can look but not change anything. Ask an owner if you need more.",
  editorsOnly: "Only editors and owners can see and change this.",
  ownersOnly: "Only owners can see and change this.",
  namesOnly:
    "You see customers’ names and nothing else that is personal. An owner can let you see more.",
} as const;
