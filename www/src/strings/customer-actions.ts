/** What a merchant does to one customer by hand. */
export const words = {
  menu: "Actions",
  titles: {
    tag: "Add a tag",
    untag: "Remove a tag",
    enroll: "Add to a workflow",
    unsubscribe: "Unsubscribe from marketing",
    suppress: "Stop all messages",
    unsuppress: "Allow messages again",
  },
  help: {
    tag: "Workflows that start from this tag start now.",
    untag: "A tag that came from your store stays in your store.",
    enroll:
      "They enter without the workflow’s trigger. Its other rules still apply: who may enter, how often, consent, quiet hours.",
    unsubscribe: "They won’t get marketing on this channel until they agree to it again.",
    suppress:
      "They won’t get anything, not even order updates. Scheduled messages are dropped. You can allow messages again later.",
    unsuppress:
      "Bounces up to now no longer count. Consent isn’t changed: marketing still needs it.",
  },
  tag: "Tag",
  workflow: "Workflow",
  noWorkflows: "No workflow is on. Turn one on first.",
  channel: "Channel",
  failed: "Nothing was changed",
  done: "Done.",
} as const;
