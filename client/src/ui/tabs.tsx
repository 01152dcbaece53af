import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';
import styles from './tabs.module.css';

export type TabPage = { readonly id: string; readonly text: string; readonly page: ReactNode };

type Props = {
  readonly label: string;
  readonly pages: readonly TabPage[];
  readonly selected?: string;
  readonly onSelect?: (id: string) => void;
};

/** Pages of one thing. */
export function Tabs({ label, pages, selected, onSelect }: Props) {
  return (
    <AriaTabs
      {...(selected !== undefined && { selectedKey: selected })}
      {...(onSelect && { onSelectionChange: (key) => onSelect(String(key)) })}
      className={styles.tabs ?? ''}
    >
      <TabList aria-label={label} className={styles.list ?? ''}>
        {pages.map(({ id, text }) => (
          <Tab key={id} id={id} className={styles.tab ?? ''}>
            {text}
          </Tab>
        ))}
      </TabList>
      {pages.map(({ id, page }) => (
        <TabPanel key={id} id={id} className={styles.panel ?? ''}>
          {page}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
