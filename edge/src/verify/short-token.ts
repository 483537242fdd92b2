/** The form of a short link's token: the beginning of a shop's id, and a code that the shop knows. */
import { SHORT_LINK } from "edgewise/sms.js";

/** So many characters of a shop's id tell it from others. */
export const SHOP_PART = 10;
const TOKEN = new RegExp(`^[a-z2-7]{${SHORT_LINK}}$`);

/** The beginning of the id of the shop that a token names; null where it does not have the form of one. */
export const shopInShortToken = (token: string): string | null =>
  TOKEN.test(token) ? token.slice(0, SHOP_PART) : null;
