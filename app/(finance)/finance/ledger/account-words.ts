import type { Translator } from '#lib/i18n/translator.ts';

/** An account in words: whose it is, or the portal's own name for it. */
export function accountName(t: Translator, id: string, owner: string | null): string {
  if (owner) return owner;
  const [kind = '', part = '', rest = ''] = id.split(':');
  if (kind === 'clearing') return t('account.clearing', { provider: part });
  if (kind === 'expense') return t('account.expense', { provider: rest });
  const key = part && !rest ? `account.${kind}-${part}` : `account.${kind}`;
  return t.has(key) ? t(key) : id;
}

export const accountPath = (id: string): string => `/finance/ledger/accounts/${encodeURIComponent(id)}`;
