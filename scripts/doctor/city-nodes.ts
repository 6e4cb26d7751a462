import type pg from 'pg';
import { httpCityNode } from '#adapters/city-node/http/index.ts';
import { importEdgeKey, type EdgeKey } from '#protocol/edge-signing/keys.ts';
import { note, ok, wrong, type Finding } from './finding.ts';

const callMs = 5_000;
/** Signed calls that are further apart than a minute are refused; say so well before. */
const skewLimitMs = 20_000;

type Row = { slug: string; controlUrl: string; publicKey: string };

/** Each city node that the portal calls: reachable, of one time with us, and each knowing the other's key. */
export async function lookAtCityNodes(client: pg.Client, signingKey: string | null): Promise<Finding[]> {
  const { rows } = await client.query<Row>(
    `select slug, control_url as "controlUrl", public_key as "publicKey" from city_nodes
      where state in ('enrolled', 'active', 'paused') and public_key not like 'announced:%' order by slug`,
  );
  if (rows.length === 0)
    return [note('city nodes', 'none is enrolled', 'enter a provider’s token at /operator/city-nodes/enrol')];
  const key = signingKey ? readKey(signingKey) : null;
  if (!key)
    return [
      wrong(
        'city nodes',
        'the portal has no usable key',
        'PORTAL_SIGNING_KEY must be an Ed25519 key (PKCS #8 PEM, base64)',
      ),
    ];
  return Promise.all(rows.map((row) => lookAt(row, key)));
}

async function lookAt({ slug, controlUrl, publicKey }: Row, key: EdgeKey): Promise<Finding> {
  const what = `city node ${slug}`;
  const skew = await skewOf(controlUrl);
  if (skew === null)
    return wrong(
      what,
      `${controlUrl} does not answer`,
      'start it, or tell the portal its new address on its page',
    );
  if (Math.abs(skew) > skewLimitMs)
    return wrong(
      what,
      `its clock is ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? 'ahead' : 'behind'}`,
      'set both machines’ clocks by NTP: calls over a minute apart are refused',
    );
  const node = httpCityNode({ baseUrl: controlUrl, nodePublicKey: publicKey, key });
  const status = await node.status({ signal: AbortSignal.timeout(callMs) });
  if (status.kind === 'done') {
    const down = status.value.offerings.filter(({ health }) => health !== 'up');
    if (down.length === 0) return ok(what, `answers under its pinned key at ${controlUrl}`);
    return note(
      what,
      `its chains are not well: ${down.map(({ offering }) => offering).join(', ')}`,
      'its log says why',
    );
  }
  if (status.kind === 'rejected')
    return wrong(
      what,
      `refuses this portal: ${status.detail}`,
      'enrol it again with a new token of its provider',
    );
  const detail = status.kind === 'unknown' ? status.detail : 'no status';
  return wrong(
    what,
    `its answer cannot be believed: ${detail}`,
    'if its provider renewed its key, enrol it again with a new token',
  );
}

/** How far the node's clock is ahead of ours, by its answer's date; null when it does not answer. */
async function skewOf(controlUrl: string): Promise<number | null> {
  try {
    const answer = await fetch(new URL('/health', controlUrl), { signal: AbortSignal.timeout(callMs) });
    await answer.arrayBuffer();
    const date = answer.headers.get('date');
    return date ? new Date(date).getTime() - Date.now() : 0;
  } catch {
    return null;
  }
}

function readKey(encoded: string): EdgeKey | null {
  try {
    return importEdgeKey(Buffer.from(encoded, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}
