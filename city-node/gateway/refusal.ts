import type { JsonValue } from '#protocol/control/primitives.ts';

/** A call that the gateway answers itself. `code` is stable, `message` is plain words for whoever reads the log. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
  /** Which limit, when one is the reason. */
  limit?: 'tps' | 'bandwidth' | 'storage' | 'body' | 'batch' | 'connections' | 'subscriptions';
  /** When it may be tried again; null: not by waiting. */
  resetsAt?: string | null;
  retryAfterSeconds?: number;
  detail?: Record<string, JsonValue>;
}

export const refuse = (
  status: number,
  code: string,
  message: string,
  more: Partial<Refusal> = {},
): Refusal => ({
  status,
  code,
  message,
  ...more,
});

/** JSON-RPC wants a number; EIP-1474 names most of these. */
function rpcCode({ status, code, limit }: Refusal): number {
  if (code === 'request.unreadable') return -32700;
  if (code === 'method.not-allowed') return -32601;
  if (status === 400) return -32600;
  if (status === 401 || status === 403 || status === 404) return -32001;
  if (limit) return -32005;
  return -32603;
}

const named = ({ code, limit, resetsAt, detail }: Refusal) => ({
  code,
  ...(limit ? { limit, resetsAt: resetsAt ?? null } : {}),
  ...detail,
});

/** As a JSON-RPC error; `id` is JSON text. */
export function rpcText(refusal: Refusal, id: string): string {
  const { limit, resetsAt, message } = refusal;
  const error = {
    code: rpcCode(refusal),
    message,
    ...(limit ? { limit, resetsAt: resetsAt ?? null } : {}),
    data: named(refusal),
  };
  return `{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify(error)}}`;
}

/** As the neutral doors say it. */
export const neutralText = (refusal: Refusal): string =>
  JSON.stringify({ error: { ...named(refusal), message: refusal.message } });

/** Names the limit, and the instant from which a call is allowed again. */
export function overLimit(limit: 'tps' | 'bandwidth', amount: string, waitMs: number, now: number): Refusal {
  const resetsAt = new Date(now + Math.ceil(waitMs)).toISOString();
  return refuse(
    429,
    `limit.${limit}`,
    `This app's limit of ${amount} is used up. It resets at ${resetsAt}.`,
    {
      limit,
      resetsAt,
      retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
    },
  );
}

export const noChain = refuse(503, 'chain.not-ready', "This app's chain is not known yet.");
export const noAnswer = refuse(502, 'chain.unreachable', 'The chain did not answer.');
export const notCounted = refuse(
  503,
  'gateway.not-counted',
  'The call could not be counted, so it was not made.',
);
export const internal = refuse(
  503,
  'gateway.unavailable',
  'The gateway cannot judge this call now; try again.',
);

/** The chain may have taken it: the caller is told what to look for. */
export const lostWrite = (transactionId: string): Refusal => ({
  ...noAnswer,
  message: `The chain did not answer; the transaction may have arrived. Look for ${transactionId} before you send another.`,
  detail: { transactionId },
});
