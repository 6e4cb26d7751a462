import type { CityNodeContext } from '#city-node/context.ts';
import { firstRow, type Conn } from '#city-node/db/pool.ts';
import { CONTROL_LIMITS } from '#protocol/control/primitives.ts';
import { importPublicKey } from '#protocol/edge-signing/keys.ts';
import {
  readRequest,
  type Headers,
  type RequestClaim,
  type SignedRequest,
} from '#protocol/edge-signing/request.ts';
import { Refusal } from './refusal.ts';

/** Form, addressee, age and digest of a signed call; who signed it is not known yet. */
export function readCall(node: CityNodeContext, request: SignedRequest, headers: Headers): RequestClaim {
  const claim = readRequest(request, headers, {
    node: node.key.id,
    nowSeconds: Math.floor(node.now().getTime() / 1000),
    skewSeconds: CONTROL_LIMITS.clockSkewSeconds,
  });
  if (typeof claim === 'string')
    throw new Refusal('denied', claim, 'the call is not signed as it must be', 401);
  return claim;
}

/** The portal whose pinned key signed the call. A nonce is good once, in whichever copy of the node. */
export async function verifyPortal(node: CityNodeContext, claim: RequestClaim): Promise<string> {
  const portal = await firstRow<{ id: string; public_key: string }>(
    node.pool,
    'select id, public_key from portals where id = $1',
    [claim.keyId],
  );
  if (!portal) throw new Refusal('denied', 'portal.unknown', 'no portal of that key is enrolled', 401);
  if (!claim.provenBy(importPublicKey(portal.public_key)))
    throw new Refusal('denied', 'signature.wrong', 'the signature does not fit the key', 401);
  await spendNonce(node.pool, claim, { unhurried: true });
  return portal.id;
}

/**
 * Asked after proof only, so that nobody fills the table without a key. `unhurried`, for a statement of its own: the disk
 * is not waited for. What the call then writes comes after it in the log, so no crash keeps that and forgets the nonce.
 */
export async function spendNonce(
  conn: Conn,
  claim: RequestClaim,
  { unhurried = false }: { unhurried?: boolean } = {},
): Promise<void> {
  const hurry = unhurried
    ? `(select set_config('synchronous_commit', 'off', true)) as unhurried`
    : '(values (1)) as one';
  const fresh = await conn.query(
    `insert into nonces_seen (portal_id, nonce) select $1::text, $2::text from ${hurry} on conflict do nothing`,
    [claim.keyId, claim.nonce],
  );
  if (fresh.rowCount === 0)
    throw new Refusal('denied', 'signature.repeated', 'this very call came before', 401);
}

/** Nonces that are older than any call that would still be taken. */
export async function forgetOldNonces(node: CityNodeContext): Promise<void> {
  await node.pool.query('delete from nonces_seen where seen_at < now() - make_interval(secs => $1)', [
    CONTROL_LIMITS.clockSkewSeconds * 4,
  ]);
}
