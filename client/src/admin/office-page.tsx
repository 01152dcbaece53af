import { useState, type FormEvent } from 'react';
import type { BoardState } from '@duty-room/shared/board/state';
import { useTranslation } from '../i18n/translation.ts';
import type { Failure } from '../live/api.ts';
import { useRoom } from '../live/room-context.tsx';
import { Button } from '../ui/button.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { TextField } from '../ui/field.tsx';
import styles from './admin.module.css';

const HOUR = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The office: its name, what its walls are read from, its night hours. */
export function OfficePage({ board }: { readonly board: BoardState }) {
  return (
    <div className={styles.page}>
      <NameCard board={board} />
      <WallCard board={board} />
    </div>
  );
}

function NameCard({ board }: { readonly board: BoardState }) {
  const { t } = useTranslation('admin');
  const { api } = useRoom();
  const [name, setName] = useState(board.office.name);
  const [saved, setSaved] = useState(false);
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    setSaved(false);
    if (name.trim() === '') return;
    const answer = await api.command('office.rename', { name: name.trim() });
    setFailure(answer.ok ? null : answer);
    setSaved(answer.ok);
  };
  return (
    <form className={`${styles.card} ${styles.narrow}`} noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        label={t('office.name')}
        value={name}
        onChange={setName}
        maxLength={60}
        error={tried && name.trim() === '' ? t('accounts.nameMissing') : undefined}
      />
      <p className={styles.hint}>
        {t('office.zone')} {board.office.timeZone}
      </p>
      <div className={styles.bar}>
        <Button kind="main" type="submit">
          {t('office.rename')}
        </Button>
        <output>{saved && t('office.saved')}</output>
      </div>
      <FailureLine failure={failure} />
    </form>
  );
}

function WallCard({ board }: { readonly board: BoardState }) {
  const { t } = useTranslation('admin');
  const { api } = useRoom();
  const { wall } = board.office;
  const [distance, setDistance] = useState(String(wall.distanceMetres));
  const [panel, setPanel] = useState(String(wall.panelInches));
  const [from, setFrom] = useState(wall.nightFrom);
  const [to, setTo] = useState(wall.nightTo);
  const [tried, setTried] = useState(false);
  const [saved, setSaved] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const between = (text: string, min: number, max: number): boolean =>
    text.trim() !== '' && Number(text) >= min && Number(text) <= max;
  const wrong = {
    distance: !between(distance, 1, 30),
    panel: !between(panel, 10, 300),
    from: !HOUR.test(from),
    to: !HOUR.test(to),
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    setSaved(false);
    if (Object.values(wrong).some(Boolean)) return;
    const answer = await api.command('office.set-wall', {
      distanceMetres: Number(distance),
      panelInches: Number(panel),
      nightFrom: from,
      nightTo: to,
    });
    setFailure(answer.ok ? null : answer);
    setSaved(answer.ok);
  };
  return (
    <form className={`${styles.card} ${styles.narrow}`} noValidate onSubmit={(event) => void submit(event)}>
      <h2>{t('office.wall')}</h2>
      <p className={styles.hint}>{t('office.wallNote')}</p>
      <div className={styles.pairs}>
        <TextField
          label={t('office.distance')}
          inputMode="decimal"
          value={distance}
          onChange={setDistance}
          error={tried && wrong.distance ? t('office.wrongNumber', { min: 1, max: 30 }) : undefined}
        />
        <TextField
          label={t('office.panel')}
          inputMode="decimal"
          value={panel}
          onChange={setPanel}
          error={tried && wrong.panel ? t('office.wrongNumber', { min: 10, max: 300 }) : undefined}
        />
        <TextField
          label={t('office.nightFrom')}
          value={from}
          onChange={setFrom}
          maxLength={5}
          error={tried && wrong.from ? t('office.wrongHour') : undefined}
        />
        <TextField
          label={t('office.nightTo')}
          value={to}
          onChange={setTo}
          maxLength={5}
          error={tried && wrong.to ? t('office.wrongHour') : undefined}
        />
      </div>
      <div className={styles.bar}>
        <Button kind="main" type="submit">
          {t('office.saveWall')}
        </Button>
        <output>{saved && t('office.saved')}</output>
      </div>
      <FailureLine failure={failure} />
    </form>
  );
}
