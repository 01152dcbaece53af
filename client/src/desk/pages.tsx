import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { type Caller, isGranted, routeRights } from '@duty-room/shared/access/rights';

/** The pages of the desk; `''` is the desk itself. */
export type DeskPage = '' | 'incidents' | 'shift' | 'directory' | 'plans' | 'drills';

const EVERYWHERE: readonly DeskPage[] = ['', 'incidents', 'shift', 'directory', 'plans'];

/** Whether someone may start drills: a drill is started from the live room's desk, not from inside another. */
export function mayStartDrills(roles: readonly Caller[], room: string): boolean {
  return room === 'live' && isGranted(routeRights['POST /api/drills'], roles, {});
}

/** The pages that this person's desk offers, in the order of its tabs. */
export function pagesFor(roles: readonly Caller[], room: string): readonly DeskPage[] {
  return mayStartDrills(roles, room) ? [...EVERYWHERE, 'drills'] : EVERYWHERE;
}

/** Which page stands here, and what follows its name (`incidents/<id>`). */
export function useDeskPlace(): { readonly page: string; readonly rest: string; readonly drill: string | null } {
  const params: { readonly _splat?: string; readonly drill?: string } = useParams({ strict: false });
  const [page = '', ...rest] = (params._splat ?? '').split('/');
  return { page, rest: rest.join('/'), drill: params.drill ?? null };
}

type LinkProps = {
  readonly page: DeskPage;
  readonly rest?: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly current?: boolean;
};

/** A way to another page of this desk, in the live room or in its drill. */
export function PageLink({ page, rest, children, className, current = false }: LinkProps) {
  const { drill } = useDeskPlace();
  const splat = rest === undefined ? page : `${page}/${rest}`;
  const common = {
    className,
    children,
    activeOptions: { exact: true },
    ...(current ? { 'aria-current': 'page' as const } : {}),
  };
  if (drill === null) {
    return page === '' ? <Link to="/desk" {...common} /> : <Link to="/desk/$" params={{ _splat: splat }} {...common} />;
  }
  return page === '' ? (
    <Link to="/drill/$drill/desk" params={{ drill }} {...common} />
  ) : (
    <Link to="/drill/$drill/desk/$" params={{ drill, _splat: splat }} {...common} />
  );
}

/** The same by a key. */
export function useGo(): (page: DeskPage, rest?: string) => void {
  const navigate = useNavigate();
  const { drill } = useDeskPlace();
  return (page, rest) => {
    const splat = rest === undefined ? page : `${page}/${rest}`;
    if (drill === null) {
      void (page === '' ? navigate({ to: '/desk' }) : navigate({ to: '/desk/$', params: { _splat: splat } }));
    } else {
      void (page === ''
        ? navigate({ to: '/drill/$drill/desk', params: { drill } })
        : navigate({ to: '/drill/$drill/desk/$', params: { drill, _splat: splat } }));
    }
  };
}
