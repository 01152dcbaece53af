import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  Outlet,
  redirect,
  useParams,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { useTranslation } from '../i18n/translation.ts';
import type { RightsRole } from '@duty-room/shared/kernel/decider';
import { DEMO_DRILL, type SessionView } from '@duty-room/shared/protocol/http';
import { RoomProvider } from '../live/room-context.tsx';
import { ApiError } from '../live/api.ts';
import { sessionQuery } from '../live/session.ts';
import { Button } from '../ui/button.tsx';
import { errorText } from '../ui/failure-text.ts';
import { Notice } from '../ui/notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import { DrillFrame } from '../ui/drill-frame.tsx';
import { OfficeTheme } from './office-theme.tsx';
import { loadFace, type FaceName } from './faces.ts';

type Context = { readonly queries: QueryClient };

function NotFound() {
  const { t } = useTranslation();
  useTitle(t('page.notFound'));
  return (
    <Notice title={t('page.notFound')} actions={<Link to="/">{t('page.home')}</Link>}>
      {t('page.notFoundNext')}
    </Notice>
  );
}

function Loading() {
  const { t } = useTranslation();
  return <Notice title={t('page.loading')} />;
}

function Broken({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  const isApi = error instanceof ApiError;
  return (
    <Notice
      title={isApi ? errorText(t, error) : t('page.broken')}
      actions={<Button onPress={() => location.reload()}>{t('act.reload')}</Button>}
    >
      {isApi ? undefined : t('page.brokenNext')}
    </Notice>
  );
}

const face = (name: FaceName) => lazyRouteComponent(() => loadFace(name), 'default');

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: Broken,
});

async function readSession(context: Context): Promise<SessionView> {
  return context.queries.ensureQueryData(sessionQuery);
}

/** The face that a person's roles open first. */
export function firstFace(roles: readonly RightsRole[]): '/desk' | '/command' | '/audit' | '/admin' {
  if (roles.includes('officer') || roles.includes('leader')) return '/desk';
  if (roles.includes('command')) return '/command';
  if (roles.includes('auditor')) return '/audit';
  return '/admin';
}

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context }) => {
    const session = await readSession(context);
    if (session.state === 'set-up-needed') throw redirect({ to: '/set-up' });
    if (session.state === 'wall' || session.demo) {
      // The wall is a page of its own.
      location.replace('/wall');
      return;
    }
    if (session.state === 'anonymous' || !session.account) throw redirect({ to: '/sign-in' });
    throw redirect({ to: firstFace(session.account.roles) });
  },
  component: Loading,
});

const setUp = createRoute({ getParentRoute: () => root, path: '/set-up', component: face('setup') });
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  /** Where to go afterwards; only a path of this site. */
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    const to = search['to'];
    return typeof to === 'string' && /^\/(?!\/)/.test(to) ? { to } : {};
  },
  component: face('access'),
});

/** Faces of the live room, for people who signed in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location: { pathname } }) => {
    const session = await readSession(context);
    if (session.state === 'set-up-needed') throw redirect({ to: '/set-up' });
    // A demonstration has no room but its drill.
    if (session.demo) throw redirect({ href: `/drill/${DEMO_DRILL}${pathname}` });
    if (session.state !== 'signed-in') throw redirect({ to: '/sign-in', search: { to: pathname } });
    return { session };
  },
  component: () => (
    <RoomProvider drill={null}>
      <OfficeTheme />
      <Outlet />
    </RoomProvider>
  ),
});

function pages<Path extends 'desk' | 'command' | 'audit' | 'admin'>(path: Path) {
  return createRoute({ getParentRoute: () => inside, path, component: face(path) });
}
function pagesBelow<Path extends 'desk' | 'command' | 'audit' | 'admin'>(path: Path) {
  return createRoute({ getParentRoute: () => inside, path: `${path}/$`, component: face(path) });
}

/** A drill: the same faces on its own room, framed. */
const drill = createRoute({
  getParentRoute: () => root,
  path: '/drill/$drill',
  component: function Drill() {
    const { drill: id } = useParams({ from: '/drill/$drill' });
    return (
      <RoomProvider drill={id}>
        <OfficeTheme />
        <DrillFrame>
          <Outlet />
        </DrillFrame>
      </RoomProvider>
    );
  },
});
const drillPages = (['desk', 'command', 'audit'] as const).flatMap((name) => [
  createRoute({ getParentRoute: () => drill, path: name, component: face(name) }),
  createRoute({ getParentRoute: () => drill, path: `${name}/$`, component: face(name) }),
]);

const tree = root.addChildren([
  home,
  setUp,
  signIn,
  inside.addChildren([
    pages('desk'),
    pagesBelow('desk'),
    pages('command'),
    pagesBelow('command'),
    pages('audit'),
    pagesBelow('audit'),
    pages('admin'),
    pagesBelow('admin'),
  ]),
  drill.addChildren(drillPages),
]);

export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPendingComponent: Loading,
    defaultErrorComponent: Broken,
    defaultPendingMs: 300,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
