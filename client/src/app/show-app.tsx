import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nProvider } from 'react-aria-components';
import { startWords } from '../i18n/i18n.ts';
import { languageTag } from '../i18n/language.ts';
import { useLanguage } from '../i18n/hooks.ts';
import { createAppRouter } from './router.tsx';

/** Everything but the wall: one page application with lazy faces. */
export async function showApp(root: HTMLElement): Promise<void> {
  await startWords();
  const queries = new QueryClient({
    defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false }, mutations: { retry: 0 } },
  });
  const router = createAppRouter(queries);
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Localised>
          <RouterProvider router={router} />
        </Localised>
      </QueryClientProvider>
    </StrictMode>,
  );
}

function Localised({ children }: { readonly children: React.ReactNode }) {
  return <I18nProvider locale={languageTag(useLanguage())}>{children}</I18nProvider>;
}
