import { useEffect, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { TimeView } from '@duty-room/shared/protocol/http';
import { useTranslation } from '../i18n/translation.ts';
import { errorText } from '../ui/failure-text.ts';
import { Button } from '../ui/button.tsx';
import { dayKey, hourMinuteSecond } from '../ui/clock-text.ts';
import { useUnits } from '../ui/countdown.tsx';
import { spanWords } from '../ui/countdown-text.ts';
import styles from './setup.module.css';

/** The readings agree where they are nearer than this; the way to the server takes a part of it. */
const AGREES_MS = 2_000;

type Props = { readonly timeZone: string; readonly read: () => Promise<TimeView> };

/** The server's clock beside this machine's, running, with how far they are apart. */
export function TimeCheck({ timeZone, read }: Props) {
  const { t } = useTranslation('setup');
  const { t: words } = useTranslation();
  const units = useUnits();
  // This is the one place where the machine's own clock is asked: it is what is being compared.
  const [browser, setBrowser] = useState(() => Date.now());
  const time = useQuery({
    queryKey: ['time'],
    queryFn: async () => {
      const before = Date.now();
      const answer = await read();
      const after = Date.now();
      // The answer is as old as half the way there and back.
      return { ...answer, offset: answer.serverTime - (before + after) / 2 };
    },
    refetchInterval: 10_000,
  });
  useEffect(() => {
    const timer = window.setInterval(() => setBrowser(Date.now()), 500);
    return () => window.clearInterval(timer);
  }, []);
  if (time.isError)
    return (
      <p role="alert">
        {errorText(words, time.error)} <Button onPress={() => void time.refetch()}>{words('act.retry')}</Button>
      </p>
    );
  if (!time.data) return <p>{t('time.loading')}</p>;
  const { offset, synchronised } = time.data;
  const show = (at: number): string => `${dayKey(at, timeZone)} ${hourMinuteSecond(at, timeZone)}`;
  const agrees = Math.abs(offset) < AGREES_MS;
  return (
    <div className={styles.clocks}>
      <p>
        <span>{t('time.server')}</span>
        <b className="fig">{show(browser + offset)}</b>
      </p>
      <p>
        <span>{t('time.browser')}</span>
        <b className="fig">{show(browser)}</b>
      </p>
      <output className={agrees ? styles.hint : styles.warning}>
        {agrees ? t('time.same') : `▲ ${t('time.differs', { span: spanWords(Math.abs(offset), units) })}`}
      </output>
      {!agrees && <p className={styles.hint}>{t('time.differsNote')}</p>}
      <p className={styles.hint}>{t(`time.sync.${synchronised}`)}</p>
    </div>
  );
}
