import { changeLanguage } from '../i18n/i18n.ts';
import { useRoom } from '../live/room-context.tsx';
import { useSession } from '../live/session.ts';
import { useSignOut } from '../access/use-sign-out.ts';
import { Button } from '../ui/button.tsx';
import { countText } from '../ui/fact-text.ts';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { chooseTheme, useThemeChoice } from '../ui/theme.ts';
import { useAudit } from './audit-context.tsx';
import styles from './audit.module.css';
import type { LogState } from './log-store.ts';

type Props = { readonly state: LogState; readonly date: string; readonly onPrint: () => void };

/** Whose log this is, of which day, and how much of it is here. */
export function AuditHead({ state, date, onPrint }: Props) {
  const { today, words } = useAudit();
  const { t, language } = words;
  const { api } = useRoom();
  const session = useSession();
  const theme = useThemeChoice();
  const signOut = useSignOut();
  const name = session?.account?.name ?? '…';
  const roles = session?.account?.roles ?? [];
  const isOfDesk = roles.includes('officer') || roles.includes('leader');
  const place = api.drill === null ? '' : `/drill/${api.drill}`;
  const goTo = (id: 'desk' | 'command' | 'admin', path: string): MenuEntry => ({
    id,
    text: t(`common:page.${id}`),
    act: () => location.assign(path),
  });
  const entries: readonly MenuEntry[] = [
    {
      id: 'language',
      text: t(language === 'zh' ? 'common:language.en' : 'common:language.zh'),
      act: () => void changeLanguage(language === 'zh' ? 'en' : 'zh'),
    },
    ...(['day', 'night', 'office'] as const)
      .filter((one) => one !== theme)
      .map((one) => ({
        id: one,
        text: `${t('common:theme.label')} ${t(`common:theme.${one}`)}`,
        act: () => chooseTheme(one),
      })),
    ...(isOfDesk ? [goTo('desk', `${place}/desk`)] : []),
    ...(roles.includes('command') ? [goTo('command', `${place}/command`)] : []),
    ...(roles.includes('administrator') ? [goTo('admin', '/admin')] : []),
    ...(session?.account ? [{ id: 'out', text: t('common:act.signOut'), act: () => void signOut() }] : []),
  ];
  return (
    <header className={styles.head}>
      <h1>{t('title')}</h1>
      <span className={styles.office}>
        {today.office.name} · {date}
      </span>
      <span className={styles.loaded}>
        {t('load.loaded', { records: countText(state.loaded), at: words.instantSeconds(state.upTo ?? 0) })}
      </span>
      <Button onPress={onPrint} className="no-print">
        {t('common:act.print')}
      </Button>
      <span className="no-print">
        <Menu opener={name} label={`${t('menu')} ${name}`} entries={entries} kind="quiet" />
      </span>
    </header>
  );
}
