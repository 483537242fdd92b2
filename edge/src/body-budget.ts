/**
 * How many bytes of bodies this process holds at once.
 *
 * All shops share one process and its memory, so what senders may make it hold is bounded for all of
 * them together. A body takes its length from the budget before it is read, and gives it back when its
 * request is answered; what finds none left waits in line, unread, which costs nothing here.
 *
 * There is a line for each kind of sender, so that whoever knows less of a secret cannot make those wait
 * who know more: anybody, whoever knows a public key, and a shop or its merchant. Theirs is for large
 * bodies only; small ones, as nearly all webhooks are, have one that large ones cannot fill.
 */

/** Who sends a body: anybody, the holder of a public write key, or one who knows a secret. */
export type Sender = "anybody" | "visitor" | "shop";

/** A body up to this length is small, in bytes. */
const SMALL = 64 * 1024;
/**
 * How long room is taken at most, in milliseconds. The platform stops a request whose sender hangs up
 * without a word to it, so not everybody gives back what they took.
 */
const LONGEST = 30_000;

class Line {
  #left: number;
  readonly #taken = new Map<Request, { size: number; until: number }>();
  readonly #waiting: { request: Request; size: number; go: () => void }[] = [];

  readonly #mostWaiting: number;

  /** So many bytes are held at once, and so many requests wait at most. */
  constructor(bytes: number, mostWaiting: number) {
    this.#left = bytes;
    this.#mostWaiting = mostWaiting;
  }

  /** Takes room for a request once there is some; false where too many wait, or it takes too long. */
  async take(request: Request, size: number, milliseconds: number): Promise<boolean> {
    this.#admit();
    if (this.#waiting.length === 0 && size <= this.#left) {
      this.#hold(request, size);
      return true;
    }
    if (this.#waiting.length >= this.#mostWaiting) return false;
    let tooLong: ReturnType<typeof setTimeout> | undefined;
    const came = await new Promise<boolean>((resolve) => {
      const waiter = { request, size, go: () => resolve(true) };
      this.#waiting.push(waiter);
      tooLong = setTimeout(() => {
        const place = this.#waiting.indexOf(waiter);
        if (place >= 0) this.#waiting.splice(place, 1);
        resolve(this.#taken.has(request));
      }, milliseconds);
    });
    clearTimeout(tooLong);
    return came;
  }

  give(request: Request): void {
    const held = this.#taken.get(request);
    if (held === undefined) return;
    this.#taken.delete(request);
    this.#left += held.size;
    this.#admit();
  }

  #hold(request: Request, size: number): void {
    this.#left -= size;
    this.#taken.set(request, { size, until: Date.now() + LONGEST });
  }

  #admit(): void {
    const now = Date.now();
    for (const [request, { size, until }] of this.#taken) {
      // In the order in which they came, so the first that is still good ends it.
      if (until > now) break;
      this.#taken.delete(request);
      this.#left += size;
    }
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (next.size > this.#left) return;
      this.#waiting.shift();
      this.#hold(next.request, next.size);
      next.go();
    }
  }
}

const MEGABYTE = 1024 * 1024;
const lines = {
  anybody: new Line(MEGABYTE, 64),
  visitor: new Line(MEGABYTE, 64),
  small: new Line(2 * MEGABYTE, 2_000),
  large: new Line(2.5 * MEGABYTE, 32),
};

/** Takes room for a request's body of so many bytes at most; false where none came in time. */
export function takeRoom(
  request: Request,
  sender: Sender,
  size: number,
  milliseconds: number,
): Promise<boolean> {
  const line = sender === "shop" ? (size <= SMALL ? lines.small : lines.large) : lines[sender];
  return line.take(request, size, milliseconds);
}

/** Gives back what a request took, if anything: it is answered. */
export function giveRoom(request: Request): void {
  for (const line of Object.values(lines)) line.give(request);
}
