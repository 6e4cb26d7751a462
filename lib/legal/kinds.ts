export const legalKinds = ['terms', 'privacy'] as const;
export type LegalKind = (typeof legalKinds)[number];

export const legalLocales = ['en', 'zh'] as const;
export type LegalLocale = (typeof legalLocales)[number];

export const isLegalKind = (value: string): value is LegalKind =>
  (legalKinds as readonly string[]).includes(value);
