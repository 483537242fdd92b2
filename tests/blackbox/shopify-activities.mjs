/** The marketing of an app in the Shopify stand-in: external activities, by the app's own numbers. */

/** Lets activities be kept in a shop of the stand-in. */
export function withActivities(store) {
  const activities = new Activities();
  store.more = { ...store.more, ...activities.resolvers };
  return activities;
}

const utmOf = ({ utm: { campaign, medium, source } }) => `${source}/${medium}/${campaign}`;
const refused = (code) => ({ userErrors: [{ code, message: code }] });

class Activities {
  /** By their number: what was said of each. */
  all = new Map();
  /** Every change, in order: `[what, number, status]`. */
  changes = [];
  /** Refuses one with a code: `(input) => code | null`. */
  refusal = () => null;
  /** Whether all are being removed, which takes a while. */
  isRemoving = false;

  get resolvers() {
    return {
      marketingActivityUpsertExternal: ({ input }) => {
        const { remoteId, status } = input;
        if (this.isRemoving) return refused("DELETE_JOB_ENQUEUED");
        const code = this.refusal(input) ?? this.#wrongIn(input);
        if (code !== null) return refused(code);
        this.changes.push([this.all.has(remoteId) ? "changed" : "made", remoteId, status]);
        this.all.set(remoteId, input);
        return { userErrors: [] };
      },
      marketingActivityDeleteExternal: ({ remoteId }) => {
        if (!this.all.delete(remoteId)) return refused("MARKETING_ACTIVITY_DOES_NOT_EXIST");
        this.changes.push(["removed", remoteId]);
        return { userErrors: [] };
      },
      marketingActivitiesDeleteAllExternal: () => {
        this.all.clear();
        this.isRemoving = true;
        this.changes.push(["removed all"]);
        return { userErrors: [] };
      },
    };
  }

  #wrongIn(input) {
    const before = this.all.get(input.remoteId);
    if (before && utmOf(before) !== utmOf(input)) return "IMMUTABLE_UTM_PARAMETERS";
    const others = [...this.all.values()].filter(({ remoteId }) => remoteId !== input.remoteId);
    const isTaken = others.some((one) => utmOf(one) === utmOf(input));
    return isTaken ? "MARKETING_ACTIVITY_WITH_UTM_CAMPAIGN_ALREADY_EXISTS" : null;
  }
}
