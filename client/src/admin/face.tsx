import { useEffect, useState } from 'react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { LanguageSwitch } from '../access/language-switch.tsx';
import { useSignOut } from '../access/use-sign-out.ts';
import { useTranslation } from '../i18n/translation.ts';
import { useBoard, useFeed } from '../live/hooks.ts';
import { useSession } from '../live/session.ts';
import { SessionOverlay } from '../access/session-overlay.tsx';
import { Button } from '../ui/button.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Notice } from '../ui/notice.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { AccountsPage } from './accounts-page.tsx';
import styles from './admin.module.css';
import { OfficePage } from './office-page.tsx';
import { PlansPage } from './plans-page.tsx';
import { SessionsPage } from './sessions-page.tsx';
import { WallsPage } from './walls-page.tsx';

const PAGES = ['accounts', 'walls', 'office', 'plans', 'sessions'] as const;
type Page = (typeof PAGES)[number];
const isPage = (text: string): text is Page => PAGES.some((page) => page === text);

/** Administration (管理): accounts, walls, the office, its plans, who is signed in. */
export default function AdminFace() {
  const { t } = useTranslation('admin');
  const { t: words } = useTranslation();
  const { ended } = useFeed();
  const board = useBoard();
  const session = useSession();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const params: { readonly _splat?: string } = useParams({ strict: false });
  const asked = params._splat ?? '';
  const [page, setPage] = useState<Page>(isPage(asked) ? asked : 'accounts');
  useEffect(() => {
    if (isPage(asked)) setPage(asked);
  }, [asked]);
  useTitle(t('title'));
  if (session && session.account?.roles.includes('administrator') !== true)
    return (
      <Notice title={t('notAllowed')} actions={<Link to="/">{words('page.home')}</Link>}>
        {words('page.notAllowedNext')}
      </Notice>
    );
  if (ended === 'not-signed-in' || ended === 'signed-out') return <SessionOverlay />;
  if (!board || !session) return <Notice title={words('live.connecting')} />;
  return (
    <div className={styles.frame}>
      <header className={styles.head}>
        <h1>{t('title')}</h1>
        <span>{board.office.name}</span>
        <span className={styles.grow} />
        <Link to="/desk">{t('toDesk')}</Link>
        <LanguageSwitch />
        <span>{session.account?.name}</span>
        <Button onPress={() => void signOut()}>{words('act.signOut')}</Button>
      </header>
      <main className={styles.main}>
        <Tabs
          label={t('label')}
          selected={page}
          onSelect={(next) => void navigate({ to: '/admin/$', params: { _splat: next } })}
          pages={[
            { id: 'accounts', text: t('tabs.accounts'), page: <AccountsPage me={session.account?.id ?? ''} /> },
            { id: 'walls', text: t('tabs.walls'), page: <WallsPage /> },
            { id: 'office', text: t('tabs.office'), page: <OfficePage board={board} /> },
            { id: 'plans', text: t('tabs.plans'), page: <PlansPage board={board} /> },
            { id: 'sessions', text: t('tabs.sessions'), page: <SessionsPage /> },
          ]}
        />
      </main>
    </div>
  );
}
