import { Component, type ReactNode } from 'react';
import { useTranslation } from '../i18n/translation.ts';
import { Saying } from './saying.tsx';
import { reloadAfter } from './reload.ts';

const RELOAD_AFTER_MS = 10_000;

type Props = { readonly children: ReactNode };
type State = { readonly failed: boolean };

/** A wall has nobody to press "reload": when its picture fails it says so and loads itself again. */
export class KeepRunning extends Component<Props, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override componentDidCatch(): void {
    reloadAfter(RELOAD_AFTER_MS);
  }

  override render(): ReactNode {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useTranslation('wall');
  return <Saying title={t('state.broken', { seconds: 60 })} text={t('state.brokenNext')} />;
}
