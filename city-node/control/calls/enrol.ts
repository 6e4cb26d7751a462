import type { CityNodeContext } from '#city-node/context.ts';
import { inTransaction, firstRow } from '#city-node/db/pool.ts';
import { enrolmentRequest, type EnrolmentReceipt } from '#protocol/control/enrolment.ts';
import { importPublicKey, thumbprint } from '#protocol/edge-signing/keys.ts';
import type { RequestClaim } from '#protocol/edge-signing/request.ts';
import { secretHash } from '../issue-token.ts';
import { nodeIdentity } from '../node-identity.ts';
import { Refusal } from '../refusal.ts';
import { spendNonce } from '../verify-call.ts';

/**
 * Pins a portal's key against a one-time token. The call is signed with the very key it brings. The same portal may
 * repeat it (its answer may have been lost); for any other the token is spent.
 */
export async function enrol(
  node: CityNodeContext,
  claim: RequestClaim,
  body: unknown,
): Promise<EnrolmentReceipt> {
  const parsed = enrolmentRequest.safeParse(body);
  if (!parsed.success) throw new Refusal('invalid', 'request.invalid', parsed.error.message);
  const { secret, portal } = parsed.data;
  if (thumbprint(portal.publicKey) !== claim.keyId || !claim.provenBy(keyOf(portal.publicKey)))
    throw new Refusal('denied', 'signature.wrong', 'the call is not signed with the key it brings', 401);
  return inTransaction(node.pool, async (tx) => {
    const token = await firstRow<{ expires_at: Date; portal_id: string | null }>(
      tx,
      'select expires_at, portal_id from enrolment_tokens where secret_hash = $1 for update',
      [secretHash(secret)],
    );
    const spent = token?.portal_id !== null && token?.portal_id !== claim.keyId;
    if (!token || spent || (token.portal_id === null && token.expires_at <= node.now()))
      throw new Refusal('denied', 'enrolment.refused', 'the token is unknown, used or too old', 403);
    // Now only: anybody can make a key and sign with it.
    await spendNonce(tx, claim);
    const row = await firstRow<{ enrolled_at: Date }>(
      tx,
      `insert into portals (id, public_key, name) values ($1, $2, $3)
       on conflict (id) do update set name = excluded.name returning enrolled_at`,
      [claim.keyId, portal.publicKey, portal.name],
    );
    await tx.query(
      'update enrolment_tokens set portal_id = $2, used_at = coalesce(used_at, now()) where secret_hash = $1',
      [secretHash(secret), claim.keyId],
    );
    return {
      node: nodeIdentity(node),
      enrolledAt: (row?.enrolled_at ?? node.now()).toISOString(),
    };
  });
}

function keyOf(publicKey: string) {
  try {
    return importPublicKey(publicKey);
  } catch {
    throw new Refusal('invalid', 'request.invalid', 'no Ed25519 key');
  }
}
