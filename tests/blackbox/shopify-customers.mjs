/** The customers of the Shopify shop for tests, as what is kept of them is read and written. */

/** Somebody with an account; `more` is what the shop has of them. */
const account = (id, email, more) => ({
  id: `gid://shopify/Customer/${id}`,
  email,
  tags: [],
  consent: { state: "NOT_SUBSCRIBED", at: null },
  sms: null,
  metafields: new Map(),
  ...more,
});

export class Customers {
  /** Every write, in order: `[mutation, customer's address, what]`. */
  writes = [];
  /** Refuses a write with a message: `(mutation, customer) => string | null`. */
  refusal = () => null;
  /** What the app's metafields are, by their keys; and which are refused: `(definition) => code | null`. */
  definitions = new Map();
  undefinable = () => null;
  #byEmail = new Map();

  /** Somebody makes an account. Their address leads to them, or, by mistake, to somebody else. */
  set(email, { id, email: own = email, ...more }) {
    this.#byEmail.set(email, account(id, own, more));
  }

  get(email) {
    return this.#byEmail.get(email);
  }

  root() {
    const writes = (name, what, change) => (given) => {
      const target = this.#ofId(what(given).id);
      const message = target === undefined ? "Not found" : this.refusal(name, target);
      if (message !== null) return { userErrors: [{ message, field: ["id"] }] };
      this.writes.push([name, target.email, what(given)]);
      change(target, given);
      return { userErrors: [] };
    };
    const said = ({ marketingState: state, consentUpdatedAt: at }) => ({ state, at });
    const setMetafields = writes(
      "metafieldsSet",
      ({ metafields: [{ ownerId: id, key, value }] }) => ({ id, key, value }),
      ({ metafields }, { metafields: given }) => {
        for (const { key, value } of given) metafields.set(key, value);
      },
    );
    return {
      customerByIdentifier: ({ identifier: { emailAddress } }) => {
        const found = this.#byEmail.get(emailAddress);
        return found === undefined ? null : shown(found);
      },
      metafieldDefinitionCreate: ({ definition }) => {
        const { key, ownerType } = definition;
        const code = this.definitions.has(key) ? "TAKEN" : this.undefinable(definition);
        if (code !== null) return { userErrors: [{ code, message: code }] };
        this.definitions.set(key, definition);
        return { createdDefinition: { key, ownerType }, userErrors: [] };
      },
      metafieldsSet: (given) => {
        // A definition says what its metafields are.
        const isOther = ({ key, type }) => (this.definitions.get(key)?.type ?? type) !== type;
        return given.metafields.some(isOther)
          ? { userErrors: [{ message: "Type doesn't match the definition", field: ["type"] }] }
          : setMetafields(given);
      },
      metafieldsDelete: writes(
        "metafieldsDelete",
        ({ metafields: [{ ownerId: id, key }] }) => ({ id, key }),
        ({ metafields }, { metafields: given }) => {
          for (const { key } of given) metafields.delete(key);
        },
      ),
      tagsAdd: writes(
        "tagsAdd",
        ({ id, tags }) => ({ id, tags }),
        (target, { tags }) => {
          target.tags = [...new Set([...target.tags, ...tags])];
        },
      ),
      tagsRemove: writes(
        "tagsRemove",
        ({ id, tags }) => ({ id, tags }),
        (target, { tags }) => {
          target.tags = target.tags.filter((tag) => !tags.includes(tag));
        },
      ),
      customerEmailMarketingConsentUpdate: writes(
        "email",
        ({ input: { customerId: id, emailMarketingConsent: consent } }) => ({ id, ...consent }),
        (target, { input }) => {
          target.consent = said(input.emailMarketingConsent);
        },
      ),
      customerSmsMarketingConsentUpdate: writes(
        "sms",
        ({ input: { customerId: id, smsMarketingConsent: consent } }) => ({ id, ...consent }),
        (target, { input }) => {
          target.sms = said(input.smsMarketingConsent);
        },
      ),
    };
  }

  #ofId(id) {
    return [...this.#byEmail.values()].find((one) => one.id === id);
  }
}

/** As the schema has them. */
const shown = ({ id, email, tags, consent, sms, metafields }) => ({
  id,
  tags,
  defaultEmailAddress: {
    emailAddress: email,
    marketingState: consent.state,
    marketingUpdatedAt: consent.at,
  },
  defaultPhoneNumber: sms && {
    phoneNumber: "+4915112345678",
    smsMarketingConsent: { state: sms.state, updatedAt: sms.at },
  },
  metafield: ({ key }) => (metafields.has(key) ? { value: metafields.get(key) } : null),
});
