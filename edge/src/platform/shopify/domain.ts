/** The name by which Shopify knows a shop, whatever domain its buyers see. */

const FORM = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/** Whether a host name, in lower case, is a shop's `.myshopify.com` name. */
export const isShopDomain = (host: string): boolean => host.length <= 255 && FORM.test(host);
