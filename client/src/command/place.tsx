import type { ReactNode } from 'react';
import { Link, useParams } from '@tanstack/react-router';

/** Pages of this face: what is now, one incident, all incidents, the figures. */
export type Place =
  | { readonly page: 'now' }
  | { readonly page: 'incident'; readonly id: string }
  | { readonly page: 'all' }
  | { readonly page: 'figures' };

export function usePlace(): { readonly place: Place; readonly drill: string | null } {
  const params: { readonly _splat?: string; readonly drill?: string } = useParams({ strict: false });
  const [page = '', id = ''] = (params._splat ?? '').split('/');
  const drill = params.drill ?? null;
  if (page === 'incident' && id !== '') return { place: { page, id }, drill };
  if (page === 'all' || page === 'figures') return { place: { page }, drill };
  return { place: { page: 'now' }, drill };
}

/** The first page is not the current one on the pages below it. */
const EXACT = { exact: true };

type Props = {
  readonly to: Place;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly current?: boolean;
};

/** A way to another page of this face, in the live room or in its drill. */
export function PlaceLink({ to, children, className, current = false }: Props) {
  const { drill } = usePlace();
  const common = { className, 'aria-current': current ? ('page' as const) : undefined, children };
  const splat = to.page === 'incident' ? `incident/${to.id}` : to.page;
  if (to.page === 'now')
    return drill === null ? (
      <Link to="/command" activeOptions={EXACT} {...common} />
    ) : (
      <Link to="/drill/$drill/command" params={{ drill }} activeOptions={EXACT} {...common} />
    );
  return drill === null ? (
    <Link to="/command/$" params={{ _splat: splat }} {...common} />
  ) : (
    <Link to="/drill/$drill/command/$" params={{ drill, _splat: splat }} {...common} />
  );
}
