/**
 * By which names a store knows our links again: the one place that gives them.
 *
 * Whoever tags links tags them with these, and whoever tells a store of our marketing names these.
 */

export interface Utm {
  source: string;
  medium: string;
  campaign: string;
}

/** The UTM parameters of a workflow's links on a channel. A workflow's id stays when its name changes. */
export const utmOf = (workflow: string, channel: string): Utm => ({
  source: "edgewise",
  medium: channel,
  campaign: workflow,
});
