/** What came of a call through the framework-neutral door, as the call form shows it. */
export type CallOutcome =
  | { kind: 'value'; value: unknown; ms: number }
  | {
      kind: 'sent';
      transactionId: string;
      state: 'succeeded' | 'pending' | 'failed';
      ms: number;
      height?: number;
      error?: string;
    }
  | { kind: 'refused'; code: string; message: string; resetsAt: string | null; ms: number }
  | { kind: 'unreachable' };

export type ContractCall = { contract: string; function: string; args: unknown[] };

type Body = {
  result?: unknown;
  transactionId?: string;
  state?: 'succeeded' | 'pending' | 'failed';
  height?: number | null;
  error?: { code?: string; message?: string; resetsAt?: string | null } | string | null;
};

/** Calls the city node's gateway from this browser. Never through the portal: it must work while the portal is away. */
export async function callContract(
  door: string,
  kind: 'query' | 'invoke',
  call: ContractCall,
  key: string,
): Promise<CallOutcome> {
  const started = performance.now();
  const answer = await ask(`${door}/${kind}`, key, JSON.stringify(call));
  const ms = performance.now() - started;
  if (!answer) return { kind: 'unreachable' };
  const { ok, status, body } = answer;
  if (!ok) {
    const error = typeof body.error === 'object' ? body.error : null;
    return {
      kind: 'refused',
      code: error?.code ?? `http.${status}`,
      message: error?.message ?? '',
      resetsAt: error?.resetsAt ?? null,
      ms,
    };
  }
  if (kind === 'query') return { kind: 'value', value: body.result, ms };
  return { kind: 'sent', transactionId: body.transactionId ?? '', state: body.state ?? 'pending', ms };
}

/** Where a transaction stands by now; null when the gateway does not tell. */
export async function readTransaction(door: string, id: string, key: string) {
  const answer = await ask(`${door}/transactions/${id}`, key);
  if (!answer?.ok) return null;
  const { state, height, error } = answer.body;
  return {
    state: state ?? 'pending',
    height: height ?? undefined,
    error: typeof error === 'string' ? error : undefined,
  };
}

async function ask(url: string, key: string, body?: string) {
  try {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'x-api-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body,
      signal: AbortSignal.timeout(40_000),
    });
    const text = await response.text();
    return { ok: response.ok, status: response.status, body: parsed(text) };
  } catch {
    return null;
  }
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text) as Body; // every field is optional and looked at before use
  } catch {
    return {};
  }
}
