/** The list that leads a new shop to its first message. */
export const words = {
  title: "Set up your shop",
  progress: (done: number, all: number) => `${done} of ${all} done`,
  done: "(done)",
  open: "(to do)",
  secretMissing:
    "No webhook secret is set, so Edgewise rejects everything your store sends. Create a webhook address, then enter the secret.",
  steps: {
    connect: {
      title: "Connect your store",
      help: "Create a webhook address and add it in your store’s admin. This step is done when the first event arrives.",
      act: "Connect",
    },
    sender: {
      title: "Add a sender",
      help: "The name and email address your messages come from. Without one, no email is sent.",
      act: "Add sender",
    },
    address: {
      title: "Add your postal address",
      help: "Laws in the US, Canada and elsewhere require it in every marketing email.",
      act: "Add address",
    },
    workflow: {
      title: "Turn on your first workflow",
      help: "Start from a template. Nothing is sent until you turn it on.",
      act: "Choose a workflow",
    },
  },
} as const;
