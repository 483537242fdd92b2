/** The list that leads a new shop to its first message. */
export const words = {
  title: "Set up your shop",
  progress: (done: number, all: number) => `${done} of ${all} done`,
  states: { done: "(done)", open: "(to do)", failing: "(needs attention)" },
  allDone: "Your shop is set up. Home now shows what goes out and what needs you.",
  dismiss: "Hide this list",
  /** `fix` leads to what is in the way. */
  steps: {
    connect: {
      title: "Connect your store",
      help: "So that Edgewise knows about carts, orders and consent.",
      act: "Connect store",
      fix: "Fix the connection",
    },
    import: {
      title: "Import your past customers and orders",
      help: "So that segments, tiers and win-backs start out right. It sends nothing.",
      act: "See the import",
      fix: "See what’s wrong",
    },
    sender: {
      title: "Add a sender",
      help: "The name and email address your messages come from.",
      act: "Add sender",
    },
    "test-email": {
      title: "Send yourself a test email",
      help: "Shows that your email provider and your sender work together.",
      act: "Send test email",
      fix: "Set up email",
    },
    "postal-address": {
      title: "Add your postal address",
      help: "Laws in the US, Canada and elsewhere require it in every marketing email.",
      act: "Add address",
    },
    workflow: {
      title: "Choose your first workflow",
      help: "Start from a template and save it. Nothing is sent until you turn it on.",
      act: "Choose a template",
    },
    "test-workflow": {
      title: "Test it on yourself",
      help: "Get its emails before your customers do.",
      act: "Open and test",
    },
    "turn-on": {
      title: "Turn it on",
      help: "You see whom it would reach before anything is sent.",
      act: "Open and turn on",
    },
    owner: {
      title: "Invite an owner, such as yourself",
      help: "So that people sign in with accounts of their own, and the change log says who did what. You can do this later.",
      act: "Invite people",
    },
  },
} as const;
