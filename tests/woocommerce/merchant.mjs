/** A merchant with a WooCommerce shop and an Edgewise of their own, both behind https. */
import { startWorld, until } from "../blackbox/world.mjs";
import { OWNER, startSite, tlsProxy, Visitor } from "./site.mjs";

/** Starts both, not yet connected; in Edgewise the shop is there, unless the merchant `isNew`. */
export async function startMerchant({ smtp, isNew = false } = {}) {
  // As in production: WooCommerce posts keys to https only.
  const proxy = await tlsProxy();
  const base = `https://localhost:${proxy.port}`;
  const starting = startWorld({ localNetwork: true, smtp, env: { EDGEWISE_PUBLIC_URL: base } });
  const site = await startSite().catch(async (error) => {
    // A process that runs on would keep the test from ending, and from saying why it failed.
    proxy.close();
    await (await starting).stop();
    throw error;
  });
  const world = await starting;
  proxy.leadTo(world.port);
  const shop = isNew ? null : await world.shop({ platform: "woocommerce", domain: site.domain });
  return new Merchant(site, world, shop, proxy);
}

/** The same on a developer's machine: neither has https, and the Worker's network is the one of `npm start`. */
export async function startDeveloper({ smtp } = {}) {
  const starting = startWorld({ smtp });
  const site = await startSite({ plain: true }).catch(async (error) => {
    await (await starting).stop();
    throw error;
  });
  const world = await starting;
  const shop = await world.shop({ platform: "woocommerce", domain: site.domain });
  return new Merchant(site, world, shop, null);
}

class Merchant {
  #proxy;

  constructor(site, world, shop, proxy) {
    Object.assign(this, { site, world, shop });
    this.#proxy = proxy;
  }

  async stop() {
    this.#proxy?.close();
    await this.site.stop();
    await this.world.stop();
  }

  async connection() {
    return (await this.world.api("GET", `${this.shop.api}/connection`)).body;
  }

  async code() {
    return (await this.world.api("POST", `${this.shop.api}/connection/code`)).body.code;
  }

  /** The owner, signed in to WordPress. */
  async signIn() {
    const owner = new Visitor(this.site);
    await owner.signIn(OWNER);
    return owner;
  }

  /** The plugin's page. */
  page(owner) {
    return owner.get("/wp-admin/admin.php?page=edgewise");
  }

  /** Presses one of the page's buttons. */
  async press(owner, action, fields = {}) {
    const { text } = await this.page(owner);
    const forms = text.matchAll(/name="_wpnonce" value="(\w+)"[\s\S]*?value="edgewise_(\w+)"/g);
    const [, nonce] = [...forms].find(([, , of]) => of === action);
    return owner.post("/wp-admin/admin-post.php", {
      action: `edgewise_${action}`,
      _wpnonce: nonce,
      ...fields,
    });
  }

  /** Connects by the page and WooCommerce's approval; gives where the browser ends up. */
  async approve(owner, code) {
    const asked = await this.press(owner, "connect", { edgewise_code: code });
    const path = (address) => address.slice(this.site.base.length);
    const approval = await owner.get(path(asked.location));
    const approve = /class="approve" href="([^"]*)"/.exec(approval.text)[1];
    return owner.get(path(approve.replaceAll(/&#0?38;|&amp;/g, "&")));
  }

  /** Connects, and waits until the webhooks are there. */
  async connect(owner = null) {
    const back = await this.approve(owner ?? (await this.signIn()), await this.code());
    const isDone = async () => (await this.connection()).checked_at !== null;
    await until(isDone, { what: "the first check of the webhooks" });
    return back;
  }
}
