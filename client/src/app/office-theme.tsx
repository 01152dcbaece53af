import { useAtSecond, useBoard } from '../live/hooks.ts';
import { themeAt, useTheme } from '../ui/theme.ts';

/** Night and day by the office's hours, unless this screen was told otherwise. */
export function OfficeTheme() {
  const office = useBoard()?.office;
  const theme = useAtSecond(
    (now) => (office ? themeAt(now, office.timeZone, office.wall.nightFrom, office.wall.nightTo) : 'night'),
    'night' as const,
  );
  useTheme(theme);
  return null;
}
