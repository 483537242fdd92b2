/** Who somebody in a file is: what orders and customers have in common. */

/** A person's key; null where nothing names them. */
export function keyOf({ email, phone, person }) {
  if (email) return `email:${addressOf(email)}`;
  const digits = numberOf(phone);
  if (digits !== "") return `phone:${digits}`;
  return person ? `name:${person.toLowerCase().replace(/\s+/g, " ")}` : null;
}

/** An address as its owner is known by: in lower case, its domain in ASCII. */
export function addressOf(email) {
  const [, name, domain] = /^(.*)@([^@]*)$/.exec(email.trim().toLowerCase()) ?? [];
  if (name === undefined) return email.trim().toLowerCase();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is not ASCII is what is meant.
  if (/^[\u0000-\u007f]*$/.test(domain) || !URL.canParse(`http://${domain}`))
    return `${name}@${domain}`;
  return `${name}@${new URL(`http://${domain}`).hostname}`;
}

const numberOf = (phone) => (phone ?? "").replace(/[^+\d]/g, "");

/** What a file says about a person, as the engine's profile. */
export function profileOf({ email, phone, firstName, lastName, person, country, region }) {
  const [first, ...last] = (person ?? "").split(/\s+/);
  const named = {
    email: email ? addressOf(email) : undefined,
    phone: numberOf(phone),
    first_name: firstName || first,
    last_name: lastName || last.join(" "),
    country: /^[a-z]{2}$/i.test(country ?? "") ? country.toUpperCase() : undefined,
    region,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value));
}
