import { useState } from 'react';
import { useTranslation } from '../../i18n/translation.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { useDesk } from '../desk-context.tsx';
import { FormRow, PlainInput } from '../fact-input.tsx';
import { Numbers } from '../numbers.tsx';
import { useSend } from '../use-send.ts';
import { useWords } from '../use-words.ts';
import styles from './pages.module.css';

type Role = { readonly id: string; readonly label: string; readonly plan: string };

/** The contact directory (通讯录): who fills each role of the plans, in the order of calling, and their numbers. */
export function DirectoryPage() {
  const { state, may, online } = useDesk();
  const words = useWords();
  const [find, setFind] = useState('');
  const [role, setRole] = useState<Role | null>(null);
  const [person, setPerson] = useState<string | null>(null);
  const { directory } = state;
  const roles: readonly Role[] = Object.values(state.currentPlans).flatMap((adoption) => {
    const plan = state.plans[adoption]?.plan;
    return plan
      ? plan.roles
          .filter((one) => one.id !== plan.office)
          .map((one) => ({ id: one.id, label: words.label(one.label), plan: words.label(plan.title) }))
      : [];
  });
  const persons = Object.values(directory.persons)
    .filter((one) => one.removed !== true)
    .toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
  const wanted = find.trim().toLowerCase();
  const named = (ids: readonly string[]): string => ids.map((id) => directory.persons[id]?.name ?? '').join(' ');
  const matches = (...parts: readonly (string | undefined)[]): boolean =>
    wanted === '' || parts.some((part) => part?.toLowerCase().includes(wanted));
  const canEdit = may('directory.fill-role') && online;
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{words.say('directory.title')}</h1>
        <search className={styles.bar}>
          <input
            type="search"
            className={styles.search}
            aria-label={words.say('directory.find')}
            placeholder={words.say('directory.find')}
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
        </search>
        <span className={styles.grow} />
        <small className={styles.hint}>{words.say('directory.revealNote')}</small>
        <Button isDisabled={!canEdit} onPress={() => setPerson('new')}>
          {words.say('directory.enter')}
        </Button>
      </div>
      <div className={styles.cols}>
        <section className={styles.card}>
          <h2>{words.say('directory.roles')}</h2>
          {[...new Map(roles.map((one) => [one.id, one])).values()]
            .filter((one) => matches(one.label, named(directory.roles[one.id] ?? [])))
            .map((one) => {
              const fill = (directory.roles[one.id] ?? []).flatMap((id) => {
                const found = directory.persons[id];
                return found && found.removed !== true ? [found] : [];
              });
              return (
                <div key={one.id} className={styles.row}>
                  <b>{one.label}</b>
                  {fill.length === 0 ? (
                    <small title={words.say('directory.nobodyNext')}>▲ {words.say('directory.nobody')}</small>
                  ) : (
                    <span>
                      {fill[0]?.name}
                      {fill.length > 1 && (
                        <small>
                          {' '}
                          {words.say('directory.deputies')}{' '}
                          {fill
                            .slice(1)
                            .map((found) => found.name)
                            .join(words.say('list.comma'))}
                        </small>
                      )}
                    </span>
                  )}
                  <span className={styles.grow} />
                  <Button
                    kind="quiet"
                    isDisabled={!canEdit}
                    onPress={() => setRole(one)}
                    aria-label={`${words.say('directory.edit')} ${one.label}`}
                  >
                    {words.say('directory.edit')}
                  </Button>
                </div>
              );
            })}
        </section>
        <section className={styles.card}>
          <h2>{words.say('directory.persons')}</h2>
          {persons.length === 0 && (
            <p>
              <b>{words.say('directory.empty')}</b>
              <br />
              <span className={styles.hint}>{words.say('directory.emptyNext')}</span>
            </p>
          )}
          {persons
            .filter((one) => matches(one.name, one.post))
            .map((one) => (
              <div key={one.id} className={styles.row}>
                <b>{one.name}</b>
                {one.post !== undefined && <small>{one.post}</small>}
                <span className={styles.grow} />
                <Numbers person={one.id} name={one.name} hasNumber={one.hasNumber} />
                <Button
                  kind="quiet"
                  isDisabled={!canEdit}
                  onPress={() => setPerson(one.id)}
                  aria-label={`${words.say('directory.change')} ${one.name}`}
                >
                  {words.say('directory.change')}
                </Button>
              </div>
            ))}
        </section>
      </div>
      {role && <FillRole key={role.id} role={role} onClose={() => setRole(null)} />}
      {person !== null && <EditPerson key={person} person={person} onClose={() => setPerson(null)} />}
    </div>
  );
}

function FillRole({ role, onClose }: { readonly role: Role; readonly onClose: () => void }) {
  const { state } = useDesk();
  const { t } = useTranslation();
  const words = useWords();
  const { busy, failure, send } = useSend();
  const { directory } = state;
  const here = (id: string): boolean => directory.persons[id]?.removed !== true && directory.persons[id] !== undefined;
  const [order, setOrder] = useState<readonly string[]>(() => (directory.roles[role.id] ?? []).filter(here));
  const others = Object.values(directory.persons).filter((one) => one.removed !== true && !order.includes(one.id));
  const move = (index: number, by: 1 | -1): void => {
    const next = [...order];
    const [taken] = next.splice(index, 1);
    if (taken !== undefined) next.splice(index + by, 0, taken);
    setOrder(next);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.say('directory.editTitle', { role: role.label })}
      actions={
        <>
          <Button
            kind="main"
            isDisabled={busy}
            onPress={() =>
              void send([{ name: 'directory.fill-role', data: { role: role.id, persons: [...order] }, meta: {} }]).then(
                (answer) => {
                  if (answer?.ok === true) onClose();
                },
              )
            }
          >
            {t('act.save')}
          </Button>
          <Button onPress={onClose}>{t('act.cancel')}</Button>
        </>
      }
    >
      {order.length === 0 && <p className={styles.hint}>{words.say('directory.nobodyNext')}</p>}
      <ol className={styles.order}>
        {order.map((id, index) => (
          <li key={id}>
            <span>
              <span className="fig">{index + 1}</span> {directory.persons[id]?.name}{' '}
              <small className={styles.hint}>{directory.persons[id]?.post}</small>
            </span>
            <Button
              isDisabled={index === 0}
              onPress={() => move(index, -1)}
              aria-label={`${words.say('directory.up')} ${directory.persons[id]?.name}`}
            >
              ↑
            </Button>
            <Button
              isDisabled={index === order.length - 1}
              onPress={() => move(index, 1)}
              aria-label={`${words.say('directory.down')} ${directory.persons[id]?.name}`}
            >
              ↓
            </Button>
            <Button
              onPress={() => setOrder(order.filter((one) => one !== id))}
              aria-label={`${words.say('directory.remove')} ${directory.persons[id]?.name}`}
            >
              {words.say('directory.remove')}
            </Button>
          </li>
        ))}
      </ol>
      <h3 className={styles.hint}>{words.say('directory.add')}</h3>
      <div className={styles.buttons}>
        {others.map((one) => (
          <Button key={one.id} onPress={() => setOrder([...order, one.id])}>
            + {one.name}
          </Button>
        ))}
      </div>
      <FailureLine failure={failure} />
    </Dialog>
  );
}

const NUMBER = /^[+\d][\d ()-]{2,30}$/;

function EditPerson({ person, onClose }: { readonly person: string; readonly onClose: () => void }) {
  const { state } = useDesk();
  const { t } = useTranslation();
  const words = useWords();
  const { busy, failure, send } = useSend();
  const known = person === 'new' ? undefined : state.directory.persons[person];
  const [name, setName] = useState(known?.name ?? '');
  const [post, setPost] = useState(known?.post ?? '');
  const [numbers, setNumbers] = useState('');
  const [tried, setTried] = useState(false);
  const [removing, setRemoving] = useState(false);
  const lines = numbers
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const wrong = lines.findIndex((line) => !NUMBER.test(line));
  const numberError =
    wrong >= 0
      ? words.say('directory.numbersWrong', { line: wrong + 1 })
      : lines.length > 5
        ? words.say('directory.numbersMany')
        : undefined;
  const save = async (): Promise<void> => {
    setTried(true);
    if (name.trim() === '' || numberError !== undefined) return;
    const answer = await send([
      {
        name: 'directory.enter-person',
        data: {
          ...(known ? { person: known.id } : {}),
          name: name.trim(),
          ...(post.trim() === '' ? {} : { post: post.trim() }),
          ...(lines.length > 0 ? { personal: { numbers: lines } } : {}),
        },
        meta: {},
      },
    ]);
    if (answer?.ok === true) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.say(known ? 'directory.change' : 'directory.enter')}
      actions={
        <>
          <Button kind="main" isDisabled={busy} onPress={() => void save()}>
            {t('act.save')}
          </Button>
          <Button onPress={onClose}>{t('act.cancel')}</Button>
          {known && (
            <Button
              kind="danger"
              isDisabled={busy}
              onPress={() => {
                if (!removing) {
                  setRemoving(true);
                  return;
                }
                void send([{ name: 'directory.remove-person', data: { person: known.id }, meta: {} }]).then(
                  (answer) => {
                    if (answer?.ok === true) onClose();
                  },
                );
              }}
            >
              {words.say('directory.removePerson')}
            </Button>
          )}
        </>
      }
    >
      <FormRow
        label={words.say('directory.name')}
        error={tried && name.trim() === '' ? words.say('problem.missing') : undefined}
      >
        {(_label, id) => <PlainInput id={id} value={name} onChange={setName} max={60} autoFocus />}
      </FormRow>
      <FormRow label={words.say('directory.post')}>
        {(_label, id) => <PlainInput id={id} value={post} onChange={setPost} max={60} />}
      </FormRow>
      <FormRow
        label={words.say('directory.numbersField')}
        hint={known?.hasNumber === true ? words.say('directory.numbersKeep') : words.say('directory.numbersHint')}
        error={tried ? numberError : undefined}
      >
        {(_label, id) => <PlainInput id={id} value={numbers} onChange={setNumbers} multiline={3} figures />}
      </FormRow>
      {removing && known && <p role="alert">{words.say('directory.removeAsk', { name: known.name })}</p>}
      <FailureLine failure={failure} />
    </Dialog>
  );
}
