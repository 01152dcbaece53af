import { createRoot } from 'react-dom/client';
import { startWords } from '../i18n/i18n.ts';
import { KeepRunning } from './keep-running.tsx';
import { Wall } from './wall.tsx';
import './wall.css';

/** Shows the wall in `root`; `drill` names the drill whose wall it is. */
export async function showWall(root: HTMLElement, drill: string | null): Promise<void> {
  document.documentElement.dataset['face'] = 'wall';
  await startWords('wall');
  void keepAwake();
  createRoot(root).render(
    <KeepRunning>
      <Wall drill={drill} />
    </KeepRunning>,
  );
}

/** Asks the machine not to switch the panel off; where the browser cannot, the kiosk's own setting does it. */
async function keepAwake(): Promise<void> {
  if (!('wakeLock' in navigator)) return;
  const ask = async (): Promise<void> => {
    if (document.visibilityState !== 'visible') return;
    await navigator.wakeLock.request('screen').catch(() => undefined);
  };
  document.addEventListener('visibilitychange', () => void ask());
  await ask();
}
