import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import { claimAnswer, deviceRequest, type DeviceRequest } from '@duty-room/shared/protocol/http';
import { createApi } from '../live/api.ts';
import { useLanguage } from '../i18n/hooks.ts';
import { hourMinute } from '../ui/clock-text.ts';
import { Saying } from './saying.tsx';
import styles from './wall.module.css';

const host = createApi(null).host;
const POLL_MS = 3_000;

/** Half of the code, a space, the other half: as people read it to each other. */
function grouped(code: string): string {
  const half = Math.ceil(code.length / 2);
  return `${code.slice(0, half)} ${code.slice(half)}`;
}

/** A wall that nobody knows yet: shows a short code, and becomes a wall as soon as the administrator typed it in. */
export function Enrolment({ onEnrolled }: { readonly onEnrolled: () => void }) {
  const { t } = useTranslation('wall');
  const language = useLanguage();
  const [request, setRequest] = useState<DeviceRequest | null>(null);
  const [failures, setFailures] = useState(0);
  const enrolled = useRef(onEnrolled);
  enrolled.current = onEnrolled;

  useEffect(() => {
    let gone = false;
    const poll = async (): Promise<void> => {
      let shown: DeviceRequest | null = null;
      while (!gone) {
        const answer = await step(shown);
        if (gone) return;
        if (answer === 'enrolled') {
          enrolled.current();
          return;
        }
        if (answer === 'expired') shown = null;
        else if (typeof answer === 'object') shown = answer;
        const failed = answer === 'failed';
        setFailures((count) => (failed ? count + 1 : 0));
        setRequest(shown);
        if (answer !== 'expired') await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    };
    void poll();
    return () => {
      gone = true;
    };
  }, []);

  if (request === null) {
    return failures === 0 ? (
      <Saying title={t('state.loading')} />
    ) : (
      <Saying title={t('state.unreachable')} text={t('state.unreachableNext', { attempt: failures + 1 })} />
    );
  }
  const zone = Intl.DateTimeFormat(language).resolvedOptions().timeZone;
  return (
    <Saying title={t('enrol.title')} text={t('enrol.how')}>
      <p className={`fig ${styles.code}`} aria-label={`${t('enrol.code')}: ${request.code.split('').join(' ')}`}>
        {grouped(request.code)}
      </p>
      <p className={styles.quietLine}>
        {failures > 0 ? t('state.unreachable') : t('enrol.waiting')}
        {' · '}
        {t('enrol.expires', { at: hourMinute(request.expiresAt, zone) })}
      </p>
    </Saying>
  );
}

type Step = DeviceRequest | 'enrolled' | 'waiting' | 'expired' | 'failed';

/** Asks for a code, or whether the one shown was typed in. */
async function step(request: DeviceRequest | null): Promise<Step> {
  if (request === null) {
    const answer = await host.post('/devices/request', deviceRequest);
    return answer.ok ? answer.value : 'failed';
  }
  const answer = await host.post('/devices/claim', claimAnswer, { secret: request.secret });
  if (answer.ok) return answer.value.state;
  return answer.status === 404 || answer.status === 410 || answer.code === 'wrong-credentials' ? 'expired' : 'failed';
}
