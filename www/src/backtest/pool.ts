/**
 * Several players for one history. Each gets a page as soon as it is done with its last, and what they
 * make of the pages comes out in the order of the pages, whoever is faster: so it is the same for any
 * number of them.
 */
import type { Pages } from "./pages.ts";
import type { Page } from "./protocol.ts";

/** Whoever plays pages: a thread with an engine of its own. */
export interface Player {
  /**
   * The report on a page, as the engine wrote it.
   *
   * @throws {PlayerDied} this player plays no more
   * @throws {Error} the engine refuses a line
   */
  play(page: Page): Promise<string>;
  /** Ends it at once, and frees its memory. */
  end(): void;
}

/** A player is gone: its engine trapped, or its thread crashed. What it was playing another may play. */
export class PlayerDied extends Error {}

/**
 * Plays all pages. Of several errors the one is thrown that is first in the history; then, and at the
 * end, all players are ended.
 *
 * @param start makes a player in place of one that died
 */
export async function* playTogether(
  pages: Pages,
  players: readonly Player[],
  start: () => Promise<Player>,
): AsyncGenerator<string> {
  const alive = new Set(players);
  /** What comes of each page, in their order. */
  const parts: Promise<string>[] = [];
  let failed = false;

  const deal = (player: Player): void => {
    const page = failed ? null : pages.next();
    if (page === null) return;
    const part = playPage(page, player);
    // Whoever waits for an earlier page learns of this one's error when its turn comes.
    part.catch(() => {
      failed = true;
    });
    parts.push(part);
  };

  const playPage = async (page: Page, player: Player): Promise<string> => {
    const begun = performance.now();
    let by = player;
    const part = await player.play(page).catch(async (error) => {
      if (!(error instanceof PlayerDied)) throw error;
      retire(player);
      by = await start();
      alive.add(by);
      return by.play(page);
    });
    pages.took(page, performance.now() - begun);
    // Before this page counts as played, so that nobody takes it for the last.
    deal(by);
    return part;
  };

  const retire = (player: Player): void => {
    player.end();
    alive.delete(player);
  };

  try {
    players.forEach(deal);
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) yield await part;
  } finally {
    failed = true;
    alive.forEach(retire);
  }
}
