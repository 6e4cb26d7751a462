import { sign } from 'node:crypto';
import { importEdgeKey } from '#protocol/edge-signing/keys.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import type { StatementHeader } from './statement.ts';

/** What the portal puts its name to: which week, under which number, with which content, when. */
export const signedText = (week: string, number: number, contentHash: string, issuedAt: string): string =>
  ['cityport-settlement-1', week, number, contentHash, issuedAt].join('\n');

/** Ed25519 by the portal's signing key, base64url. */
export function signStatement(statement: {
  header: StatementHeader;
  contentHash: string;
  issuedAt: Date;
}): string {
  const { header, contentHash, issuedAt } = statement;
  if (header.number === null) throw new Error('only an issued statement is signed');
  const text = signedText(header.week, header.number, contentHash, issuedAt.toISOString());
  return sign(null, Buffer.from(text), portalKey().privateKey).toString('base64url');
}

/** 32 raw bytes, base64url: what a third party checks signatures against. */
export const statementPublicKey = (): string => portalKey().publicKey;

const portalKey = () => importEdgeKey(Buffer.from(portalEnv().PORTAL_SIGNING_KEY, 'base64').toString('utf8'));
