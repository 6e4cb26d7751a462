import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Permission } from '#lib/access/permissions.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { buttonClass } from '#components/ui/button.tsx';
import { BrandMark, type ShellBrand } from './brand-mark.tsx';
import { Disclosure } from './disclosure.tsx';
import { NavLink } from './nav-link.tsx';
import { areasFor, type Area, type NavGroup } from './navigation.ts';
import { SuspendedNotice } from './suspended-notice.tsx';
import { Preferences } from './preferences.tsx';
import type { Theme } from './theme.ts';

export type Reader = {
  name: string;
  organisation?: string;
  can: ReadonlySet<Permission>;
  /** The organisation is suspended: why, and the address to ask. */
  suspension?: { reason: string; ask: string };
};

type Frame = {
  brand: ShellBrand;
  theme: Theme;
  /** Null: signed out. */
  reader: Reader | null;
  children: ReactNode;
  footer?: ReactNode;
};

const inner = 'mx-auto flex max-w-7xl px-4 sm:px-6';
const topLink =
  'rounded-md px-2.5 py-1.5 text-14 text-quiet hover:bg-surface hover:text-text aria-[current]:font-semibold aria-[current]:text-text';
const sideLink =
  'block rounded-md px-3 py-1.5 text-14 text-quiet hover:bg-surface hover:text-text aria-[current]:bg-surface aria-[current]:font-semibold aria-[current]:text-text pointer-coarse:py-2.5';
const menuIcon = (
  <svg
    viewBox="0 0 20 20"
    width="20"
    height="20"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
  >
    <path d="M3 6h14M3 10h14M3 14h14" />
  </svg>
);
const panel =
  'absolute right-0 z-30 mt-1 w-72 max-w-[calc(100vw-2rem)] rounded-md border border-line bg-ground p-2 shadow-float';

/** Pages for anyone: storefront, legal texts, sign-in. `plain` leaves out its links (auth pages). */
export async function PublicShell({
  brand,
  theme,
  reader,
  children,
  footer,
  plain = false,
}: Frame & { plain?: boolean }) {
  const t = await getTranslator('nav');
  const ui = await getTranslator('ui');
  const home = areasFor(reader?.can ?? new Set())[0]?.href;
  const links = (
    <>
      <NavLink href="/" exact className={topLink}>
        {t('home')}
      </NavLink>
      <NavLink href="/city-nodes" className={topLink}>
        {t('cityNodes')}
      </NavLink>
    </>
  );
  return (
    <>
      <header className="border-b border-line">
        <div className={`${inner} h-16 items-center gap-4`}>
          <BrandMark brand={brand} />
          {!plain && (
            <nav aria-label={t('main')} className="ml-4 flex gap-1 max-sm:hidden">
              {links}
            </nav>
          )}
          <div className="ml-auto flex items-center gap-2">
            {home ? (
              <Link prefetch={false} href={home} className={buttonClass({ look: 'secondary', size: 's' })}>
                {t('toConsole')}
              </Link>
            ) : (
              <>
                <Link prefetch={false} href="/sign-in" className={`${topLink} whitespace-nowrap`}>
                  {t('signIn')}
                </Link>
                <Link
                  prefetch={false}
                  href="/sign-up"
                  className={`${buttonClass({ look: 'primary', size: 's' })} whitespace-nowrap max-sm:hidden`}
                >
                  {t('signUp')}
                </Link>
              </>
            )}
            {!plain && (
              <Disclosure label={menuIcon} name={ui('menu')} className="sm:hidden">
                <div className={panel}>
                  <nav aria-label={t('main')} className="grid">
                    {links}
                    {!home && (
                      <NavLink href="/sign-up" className={topLink}>
                        {t('signUp')}
                      </NavLink>
                    )}
                  </nav>
                </div>
              </Disclosure>
            )}
          </div>
        </div>
      </header>
      <main id="content" className="mx-auto w-full max-w-7xl flex-1 px-4 py-8 sm:px-6">
        {children}
      </main>
      <Footer theme={theme}>{footer}</Footer>
    </>
  );
}

/** Pages of the signed-in areas: side navigation from 1024 px on, a menu below. Shows only what the reader may open. */
export async function AreaShell({
  brand,
  theme,
  reader,
  children,
  footer,
  area,
  signOut,
}: Frame & { area: Area; signOut?: ReactNode }) {
  const t = await getTranslator('nav');
  const ui = await getTranslator('ui');
  const areas = areasFor(reader?.can ?? new Set());
  const groups = areas.find((one) => one.area === area)?.groups ?? [];
  const switches = areas.length > 1 && (
    <nav aria-label={t('areas')} className="flex flex-wrap gap-1">
      {areas.map((one) => (
        <Link
          key={one.area}
          href={one.href}
          aria-current={one.area === area ? 'true' : undefined}
          className={topLink}
        >
          {t(`area.${one.area}`)}
        </Link>
      ))}
    </nav>
  );
  return (
    <>
      <header className="border-b border-line">
        <div className={`${inner} h-14 items-center gap-4`}>
          <BrandMark brand={brand} />
          {switches ? (
            <div className="ml-4 max-lg:hidden">{switches}</div>
          ) : (
            <span className="border-l border-line pl-4 whitespace-nowrap text-quiet max-sm:hidden">
              {t(`area.${area}`)}
            </span>
          )}
          <div className="ml-auto flex items-center gap-1">
            {reader ? (
              <Disclosure
                className="max-lg:hidden"
                label={
                  <>
                    <span className="max-w-48 truncate">{reader.organisation ?? reader.name}</span>
                    <span aria-hidden="true" className="text-quiet">
                      ▾
                    </span>
                  </>
                }
              >
                <div className={panel}>
                  <div className="border-b border-line px-3 pt-1 pb-3">
                    <p className="font-semibold">{reader.name}</p>
                    {reader.organisation && <p className="text-13 text-quiet">{reader.organisation}</p>}
                  </div>
                  <div className="grid pt-2">
                    <NavLink href="/account" className={sideLink}>
                      {t('account')}
                    </NavLink>
                    <NavLink href="/city-nodes" className={sideLink}>
                      {t('storefront')}
                    </NavLink>
                    {signOut}
                  </div>
                </div>
              </Disclosure>
            ) : (
              <Link href="/sign-in" className={topLink}>
                {t('signIn')}
              </Link>
            )}
            <Disclosure label={menuIcon} name={ui('menu')} className="lg:hidden">
              <div className={`${panel} max-h-[80vh] overflow-y-auto`}>
                {reader && <p className="px-3 pt-1 pb-2 text-13 text-quiet">{reader.name}</p>}
                {switches}
                <SideNav groups={groups} label={t('main')} />
                {signOut && <div className="mt-2 border-t border-line pt-2">{signOut}</div>}
              </div>
            </Disclosure>
          </div>
        </div>
      </header>
      <div className={`${inner} w-full flex-1 gap-10`}>
        <aside className="w-48 shrink-0 py-6 max-lg:hidden">
          <div className="sticky top-6">
            <SideNav groups={groups} label={t(`area.${area}`)} />
          </div>
        </aside>
        <main id="content" className="min-w-0 flex-1 py-6 lg:py-8">
          {reader?.suspension && <SuspendedNotice name={reader.organisation ?? ''} {...reader.suspension} />}
          {children}
        </main>
      </div>
      <Footer theme={theme}>{footer}</Footer>
    </>
  );
}

async function SideNav({ groups, label }: { groups: readonly NavGroup[]; label: string }) {
  const t = await getTranslator('nav');
  return (
    <nav aria-label={label} className="-mx-3 grid gap-5 max-lg:mx-0 max-lg:mt-2 max-lg:gap-2">
      {groups.map((group, index) => (
        <div key={group.key ?? index}>
          {group.key && <p className="mb-1 px-3 text-13 text-quiet">{t(`group.${group.key}`)}</p>}
          <ul>
            {group.items.map((item) => (
              <li key={item.href}>
                <NavLink
                  href={item.href}
                  exact={item.href === '/operator' || item.href === '/finance'}
                  className={sideLink}
                >
                  {t(item.key)}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Footer({ theme, children }: { theme: Theme; children?: ReactNode }) {
  return (
    <footer className="mt-12 border-t border-line text-13 text-quiet">
      <div className={`${inner} flex-wrap items-center justify-between gap-x-8 gap-y-3 py-5`}>
        <div className="flex flex-wrap gap-x-5 gap-y-2">{children}</div>
        <Preferences theme={theme} />
      </div>
    </footer>
  );
}
