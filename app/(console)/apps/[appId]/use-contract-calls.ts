'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { CallResult } from './call-results.tsx';
import { callContract, readTransaction, type CallOutcome, type ContractCall } from './gateway-client.ts';
import { useConsoleKey } from './use-console-key.ts';

export type CallNode = { id: string; city: string; door: string };

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const most = 20;

/** Calls made from this browser with a key that it asks for itself: how the one under way stands, and what came of the last. */
export function useContractCalls(appId: string) {
  const t = useTranslations('appsLive');
  const [status, setStatus] = useState('');
  const [results, setResults] = useState<CallResult[]>([]);
  const key = useConsoleKey(appId);

  const patch = (resultId: number, outcome: CallOutcome) =>
    setResults((all) => all.map((one) => (one.id === resultId ? { ...one, outcome } : one)));

  /** Gives the answer to the list of results; a transaction is followed there until it is in a block. */
  async function call(node: CallNode, door: 'query' | 'invoke', asked: ContractCall): Promise<void> {
    setStatus(t('call.running'));
    const outcome = await callWithKey(node, door, asked);
    setStatus('');
    const result = newResult(node.city, asked, outcome);
    setResults((all) => [result, ...all].slice(0, most));
    if (outcome.kind === 'sent') await follow(result.id, node, outcome);
  }

  async function callWithKey(
    to: CallNode,
    door: 'query' | 'invoke',
    asked: ContractCall,
  ): Promise<CallOutcome> {
    const held = await key.get();
    if ('refusal' in held) return { kind: 'refused', code: '', message: held.refusal, resetsAt: null, ms: 0 };
    if (!key.isKnownTo(to.id)) {
      setStatus(t('call.keyOnWay'));
      await key.untilKnown(to.id);
      setStatus(t('call.running'));
    }
    const outcome = await callContract(to.door, door, asked, held.secret);
    if (outcome.kind === 'refused' && outcome.code.startsWith('key.')) key.forget();
    return outcome;
  }

  /** Asks where a transaction stands: at once for its block, then until it is in one. */
  async function follow(resultId: number, to: CallNode, sent: Extract<CallOutcome, { kind: 'sent' }>) {
    const held = await key.get();
    if ('refusal' in held) return;
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const now = await readTransaction(to.door, sent.transactionId, held.secret);
      if (now && now.state !== 'pending') return patch(resultId, { ...sent, ...now });
      await pause(1_000);
    }
  }

  return { status, results, call };
}

let made = 0;
const newResult = (city: string, call: ContractCall, outcome: CallOutcome): CallResult => {
  made += 1;
  return { id: made, city, call, at: new Date().toISOString(), outcome };
};
