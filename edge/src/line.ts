/**
 * A line of requests for something of which there is only so much: room in memory, or time of the thread.
 *
 * First come, first served, except that a party (a shop, a sender) that holds its share already, or
 * rests, is passed over: it waits for itself, and nobody waits behind it.
 */

/**
 * How long room is taken at most, in milliseconds. The platform stops a request whose sender hangs up
 * without a word to it, so not everybody gives back what they took.
 */
const LONGEST = 30_000;

/** What a line gives out, and to whom. */
interface Terms {
  /** What may be held at once, by all and by one party. */
  room: number;
  share: number;
  /** When more wait, parties with a quarter as many waiting are turned away. */
  mostWaiting: number;
  /** How much a party may take for each millisecond it lets pass; without one it need not. */
  pace?: number;
}

interface Waiter {
  request: Request;
  party: string;
  size: number;
  go: () => void;
}

/** A party that holds something, or did a moment ago. */
interface Party {
  held: number;
  restsUntil: number;
}

/** How often those who wait check whether others' rest is over, in milliseconds. */
const LOOKED = 25;

export class Line {
  readonly #terms: Terms;
  #left: number;
  readonly #taken = new Map<Request, { party: string; size: number; until: number }>();
  readonly #parties = new Map<string, Party>();
  readonly #waiting: Waiter[] = [];

  constructor(terms: Terms) {
    this.#terms = terms;
    this.#left = terms.room;
  }

  /** Takes room for a request once there is some; false where too many wait, or it takes too long. */
  async take(request: Request, party: string, size: number, longest: number): Promise<boolean> {
    const waiter: Waiter = { request, party, size, go: () => {} };
    this.#waiting.push(waiter);
    this.#admit();
    if (this.#taken.has(request)) return true;
    if (this.#isCrowd(party)) {
      this.#drop(waiter);
      return false;
    }
    const until = Date.now() + longest;
    // Nobody calls when a party's rest is over; whatever else lets somebody in does it at once.
    const every = this.#terms.pace === undefined ? longest : LOOKED;
    let looking: ReturnType<typeof setInterval> | undefined;
    const came = await new Promise<boolean>((resolve) => {
      waiter.go = () => resolve(true);
      looking = setInterval(() => {
        this.#admit();
        if (Date.now() < until) return;
        this.#drop(waiter);
        resolve(this.#taken.has(request));
      }, every);
    });
    clearInterval(looking);
    return came;
  }

  give(request: Request): void {
    if (this.#free(request)) this.#admit();
  }

  #isCrowd(party: string): boolean {
    const { mostWaiting } = this.#terms;
    if (this.#waiting.length <= mostWaiting) return false;
    const own = this.#waiting.filter((waiter) => waiter.party === party).length;
    return own > mostWaiting / 4;
  }

  #drop(waiter: Waiter): void {
    const place = this.#waiting.indexOf(waiter);
    if (place >= 0) this.#waiting.splice(place, 1);
  }

  #hold(request: Request, party: string, size: number): void {
    this.#left -= size;
    this.#taken.set(request, { party, size, until: Date.now() + LONGEST });
    const one = this.#parties.get(party) ?? { held: 0, restsUntil: 0 };
    one.held += size;
    if (this.#terms.pace !== undefined) {
      one.restsUntil = Math.max(one.restsUntil, Date.now()) + size / this.#terms.pace;
    }
    this.#parties.set(party, one);
  }

  #free(request: Request): boolean {
    const held = this.#taken.get(request);
    if (held === undefined) return false;
    this.#taken.delete(request);
    this.#left += held.size;
    const party = this.#parties.get(held.party);
    if (party !== undefined) {
      party.held -= held.size;
      if (party.held <= 0 && party.restsUntil <= Date.now()) this.#parties.delete(held.party);
    }
    return true;
  }

  #mayTake(party: string, size: number): boolean {
    const one = this.#parties.get(party);
    if (one === undefined) return true;
    const fits = one.held === 0 || one.held + size <= this.#terms.share;
    return fits && one.restsUntil <= Date.now();
  }

  /** Lets in the first of those whose party may take more. */
  #admit(): void {
    const now = Date.now();
    for (const [request, { until }] of this.#taken) {
      // In the order in which they came, so the first that is still good ends it.
      if (until > now) break;
      this.#free(request);
    }
    for (let place = 0; place < this.#waiting.length; ) {
      const next = this.#waiting[place] as Waiter;
      if (!this.#mayTake(next.party, next.size)) {
        place += 1;
        continue;
      }
      if (next.size > this.#left) return;
      this.#waiting.splice(place, 1);
      this.#hold(next.request, next.party, next.size);
      next.go();
    }
  }
}
