/** An operation of a GraphQL API, as its text. */
declare module "*.graphql" {
  const text: string;
  export default text;
}

/** A JSON file as its text, which is parsed where it is needed. */
declare module "*.json?text" {
  const text: string;
  export default text;
}
