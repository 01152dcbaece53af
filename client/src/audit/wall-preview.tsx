import { useCallback, useEffect, useLayoutEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { BoardState } from '@duty-room/shared/board/state';
import type { Instant } from '@duty-room/shared/kernel/instant';
import { languageTag } from '../i18n/language.ts';
import { GivenRoom, useRoom } from '../live/room-context.tsx';
import { WallBoard } from '../wall/wall-board.tsx';
import { WallRootProvider } from '../wall/wall-root.ts';
import '../wall/wall.css';
import styles from './audit.module.css';
import { useAudit } from './audit-context.tsx';
import { createPictureClient } from './picture-client.ts';

/** The panel that the preview stands for. */
const PANEL = { width: 1920, height: 1080 };
const PAGE = '<!doctype html><html data-face="wall"><head></head><body><div id="face"></div></body></html>';

/** Gives a frame the style sheets of this page; resolves when they are there. */
async function dress(page: Document): Promise<void> {
  const sheets = document.querySelectorAll<HTMLElement>('link[rel="stylesheet"], style');
  await Promise.all(
    [...sheets].map(async (sheet) => {
      const copy = page.importNode(sheet, true);
      page.head.append(copy);
      if (copy.tagName !== 'LINK') return;
      await new Promise((resolve) => {
        copy.addEventListener('load', resolve);
        copy.addEventListener('error', resolve);
      });
    }),
  );
}

/**
 * What the wall showed at an instant, by the wall's own component on a panel of its own: the log as a wall may see it, folded up to then.
 * A wall that was cut off then showed an older picture; that is not on record here.
 */
export default function WallPreview({ state, at }: { readonly state: BoardState; readonly at: Instant }) {
  const { words } = useAudit();
  const { api } = useRoom();
  const [page, setPage] = useState<Document | null>(null);
  const [width, setWidth] = useState(0);
  // Made once: another state is shown in it, not another picture made.
  const [picture] = useState(() => createPictureClient(api.drill, state, at));
  useLayoutEffect(() => picture.show(state, at), [picture, state, at]);
  useEffect(() => {
    page?.documentElement.setAttribute('lang', languageTag(words.language));
  }, [page, words.language]);

  const measure = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  const onLoad = (frame: HTMLIFrameElement): void => {
    const inside = frame.contentDocument;
    if (inside) void dress(inside).then(() => setPage(inside));
  };
  const face = page?.querySelector('#face');
  const scale = width / PANEL.width;
  return (
    <div ref={measure} className={styles.panel} style={{ height: `${Math.round(PANEL.height * scale)}px` }}>
      <iframe
        title={words.t('wall.label')}
        srcDoc={PAGE}
        tabIndex={-1}
        width={PANEL.width}
        height={PANEL.height}
        style={{ transform: `scale(${scale})` }}
        onLoad={(event) => onLoad(event.currentTarget)}
      />
      {page &&
        face &&
        createPortal(
          <GivenRoom client={picture.client}>
            <WallRootProvider value={page.documentElement}>
              <WallBoard />
            </WallRootProvider>
          </GivenRoom>,
          face,
        )}
    </div>
  );
}
