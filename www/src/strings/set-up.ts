/** Every text of the list that leads a new shop to its first message. */
export const words = {
  title: "Set up your shop",
  progress: (done: number, all: number) => `${done} of ${all} done`,
  done: "(done)",
  open: "(to do)",
  secretMissing:
    "No webhook secret is set, so everything your store sends is turned away. Create a webhook address and enter the secret.",
  steps: {
    connect: {
      title: "Connect your store",
      help: "Create a webhook address and add it in your store’s admin. This is done when the first event arrives.",
      act: "Connect",
    },
    sender: {
      title: "Add a sender",
      help: "The name and email address your messages come from. Without one, no email goes out.",
      act: "Add sender",
    },
    address: {
      title: "Add your postal address",
      help: "The law in the US, Canada and elsewhere wants it in every marketing email.",
      act: "Add address",
    },
    workflow: {
      title: "Turn on your first workflow",
      help: "Start from a template. Nothing is sent until you turn it on.",
      act: "Choose a workflow",
    },
  },
} as const;
