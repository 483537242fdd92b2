/**
 * All customers of a shop, split between as many threads as are worth starting. Each thread loads pages
 * and answers for those; the engine joins the answers, so they don't depend on how the pages were dealt.
 */
import type { Changes, CustomerList, Engine, RfmGrid, SegmentPreview, ShopFacts } from "edgewise";
import type { Share, ShareCalls } from "./share.ts";

/** Each thread has an instance of its own, and a tab only so much memory. */
const MOST_SHARES = 8;
/** With fewer customers each, a question is answered before another thread would have received it. */
const WORTH_A_SHARE = 50_000;

/** A share, and how many customers it has. */
interface Held {
  share: Share;
  customers: number;
}

export class Shares {
  readonly #shares: [Held, ...Held[]];
  readonly #engine: Engine;
  readonly #start: () => Promise<Share>;
  #most: number;
  #config = "";

  /**
   * @param first who holds everybody while they are few
   * @param engine joins what several say
   * @param start makes another, or throws where none can be made
   * @param cores how many threads run at once
   */
  constructor(first: Share, engine: Engine, start: () => Promise<Share>, cores: number) {
    this.#shares = [{ share: first, customers: 0 }];
    this.#engine = engine;
    this.#start = start;
    this.#most = Math.min(cores, MOST_SHARES);
  }

  async plan({ config }: { config: string }): Promise<null> {
    this.#config = config;
    await this.#all("plan", { config });
    return null;
  }

  /** Gives a page to whoever has the fewest, and says how many customers there are. */
  async load({ bytes }: { bytes: ArrayBuffer }): Promise<number> {
    const fewest = await this.#withRoom();
    fewest.customers = await fewest.share.ask("load", { bytes });
    return this.#shares.reduce((sum, { customers }) => sum + customers, 0);
  }

  /**
   * All are there: takes what is true of the shop, and gives how its buyers are spread. A shop whose plan
   * asks for no ranks has none computed; then these are cut from who is here.
   */
  async ready({ facts }: { facts: ShopFacts }): Promise<RfmGrid> {
    const rfm = facts.rfm ?? this.#engine.cutsOf(await this.#all("figures", null));
    await this.#all("facts", { facts: rfm === null ? facts : { ...facts, rfm } });
    return this.#engine.joinRfmGrids(await this.#all("grid", null));
  }

  async preview(asked: ShareCalls["preview"]["in"]): Promise<SegmentPreview> {
    const said = await this.#all("preview", asked);
    const previews = said.flatMap(({ preview }) => preview ?? []);
    // A condition with errors has none, whoever is asked.
    if (previews.length === 0) return said[0];
    const most = asked.question.sample ?? 0;
    return { ...said[0], preview: this.#engine.joinPreviews(previews, most) };
  }

  /** Of a page of each of them at once. */
  async changes(asked: ShareCalls["changes"]["in"]): Promise<Changes | null> {
    const found = await this.#all("changes", asked);
    const all = found.flatMap((changes) => changes ?? []);
    return all.length === 0 ? null : this.#engine.joinChanges(all, asked.question.most ?? 0);
  }

  async list({ condition, question }: ShareCalls["list"]["in"]): Promise<CustomerList> {
    const { skip = 0, take = 0 } = question;
    // Any of them may have the first ones.
    const upToTheEnd = { ...question, skip: 0, take: skip + take };
    const [first, ...others] = await this.#all("list", { condition, question: upToTheEnd });
    const parts = [first, ...others].flatMap(({ list }) => list ?? []);
    return { ...first, list: parts.length === 0 ? null : this.#engine.joinLists(parts, question) };
  }

  /** What everybody says; there is always a first. */
  async #all<Name extends keyof ShareCalls>(
    call: Name,
    given: ShareCalls[Name]["in"],
  ): Promise<[ShareCalls[Name]["out"], ...ShareCalls[Name]["out"][]]> {
    const [first, ...others] = this.#shares;
    const saying = others.map(({ share }) => share.ask(call, given));
    return Promise.all([first.share.ask(call, given), ...saying]);
  }

  /** Who takes the next page: whoever has the fewest, or somebody new. */
  async #withRoom(): Promise<Held> {
    const fewest = this.#shares.reduce((one, other) =>
      other.customers < one.customers ? other : one,
    );
    if (fewest.customers < WORTH_A_SHARE || this.#shares.length >= this.#most) return fewest;
    try {
      const another = { share: await this.#start(), customers: 0 };
      await another.share.ask("plan", { config: this.#config });
      this.#shares.push(another);
      return another;
    } catch {
      // It goes on with those that are there.
      this.#most = this.#shares.length;
      return fewest;
    }
  }
}
