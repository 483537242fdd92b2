/**
 * The secret WooCommerce signs with: WordPress decodes HTML entities in it first
 * (`wp_specialchars_decode` with `ENT_QUOTES`), so a secret typed as `a&amp;b` signs as `a&b`.
 */

const ENTITIES: readonly [RegExp, string][] = [
  [/&lt;|&#0*60;|&#x0*3c;/gi, "<"],
  [/&gt;|&#0*62;|&#x0*3e;/gi, ">"],
  [/&quot;|&#0*34;|&#x0*22;/gi, '"'],
  [/&#0*39;|&#x0*27;|&apos;/gi, "'"],
  [/&amp;|&#0*38;|&#x0*26;/gi, "&"],
];

/** A secret as WordPress sees it when it signs. */
export function wordPressSecret(secret: string): string {
  return ENTITIES.reduce((text, [entity, character]) => text.replace(entity, character), secret);
}
