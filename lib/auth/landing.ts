import type { Actor } from './actor.ts';

/** Where a person's work is: finance staff settle, other staff operate, customers build. */
export function landingOf(actor: Actor): string {
  if (actor.can.has('settlement.close') && !actor.can.has('brand.manage')) return '/finance';
  if (actor.can.has('portal.read')) return '/operator';
  return '/apps';
}

/** `next` when it is a path of this portal, else null: nobody is sent elsewhere by a link of ours. */
export function safeNext(next: string | null | undefined): string | null {
  if (!next || !next.startsWith('/')) return null;
  try {
    const here = 'http://here.invalid';
    const url = new URL(next, here);
    return url.origin === here && !url.pathname.startsWith('//')
      ? `${url.pathname}${url.search}${url.hash}`
      : null;
  } catch {
    return null;
  }
}
