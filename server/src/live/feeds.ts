import type { Audience } from '@duty-room/shared/protocol/live';
import { type Feed, type FeedSource, openFeed } from './feed.ts';

export type Feeds = ReturnType<typeof createFeeds>;

/** The feeds of a room, one for each audience, opened when somebody first looks. */
export function createFeeds(source: FeedSource) {
  const feeds = new Map<Audience, Promise<Feed>>();
  return {
    of(audience: Audience): Promise<Feed> {
      const known = feeds.get(audience);
      if (known) return known;
      const opening = openFeed(source, audience);
      feeds.set(audience, opening);
      // One that failed is tried again by the next who looks.
      opening.catch(() => feeds.delete(audience));
      return opening;
    },
    async close(): Promise<void> {
      const open = await Promise.allSettled(feeds.values());
      for (const feed of open) if (feed.status === 'fulfilled') feed.value.close();
      feeds.clear();
    },
  };
}
