import { useState } from 'react';
import { personNumbers } from '@duty-room/shared/protocol/http';
import { Button } from '../ui/button.tsx';
import { useRoom } from '../live/room-context.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './numbers.module.css';
import { useWords } from './use-words.ts';

/** Numbers that were looked at in this session: looking is on record, looking again at the same is not needed. */
const seen = new Map<string, readonly string[]>();

type Props = { readonly person: string; readonly name: string; readonly hasNumber: boolean };

/** A person's numbers: shown when asked for (that is on record), then dialled with one press. */
export function Numbers({ person, name, hasNumber }: Props) {
  const { api } = useRoom();
  const { online, room } = useDesk();
  const words = useWords();
  const id = `${room}/${person}`;
  const [numbers, setNumbers] = useState<readonly string[] | undefined>(() => seen.get(id));
  const [failed, setFailed] = useState(false);
  if (!hasNumber) return <small className={styles.none}>{words.say('relay.noNumber')}</small>;
  if (numbers)
    return (
      <span className={styles.numbers}>
        {numbers.map((number) => (
          <a
            key={number}
            className="fig"
            href={`tel:${number.replaceAll(/[^+\d]/g, '')}`}
            aria-label={`${words.say('relay.call')} ${name} ${number}`}
          >
            {number}
          </a>
        ))}
      </span>
    );
  return (
    <span className={styles.numbers}>
      <Button
        kind="quiet"
        isDisabled={!online}
        aria-label={`${words.say('relay.showNumber')} ${name}`}
        onPress={() =>
          void api.room.post(`/directory/${encodeURIComponent(person)}/numbers`, personNumbers).then((answer) => {
            setFailed(!answer.ok);
            if (answer.ok) {
              seen.set(id, answer.value.numbers);
              setNumbers(answer.value.numbers);
            }
          })
        }
      >
        {words.say('relay.showNumber')}
      </Button>
      {failed && <small role="alert">{words.say('relay.numbersFailed')}</small>}
    </span>
  );
}
