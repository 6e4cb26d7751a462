'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { idle } from '#lib/actions/action-state.ts';
import type { ConsoleKey } from '#lib/api-keys/mint-console-key.ts';
import { consoleKeyAction } from '../actions.ts';
import { liveQuery } from './live-queries.ts';

/** How long the news of a key may travel before a call is tried all the same. */
const travelMs = 10_000;

/** A key of one hour for this page, made at its first call and kept in memory only. */
export function useConsoleKey(appId: string) {
  const client = useQueryClient();
  const held = useRef<ConsoleKey>(null);
  const known = useRef(new Set<string>());

  /** The key, or why there is none. */
  async function get(): Promise<{ secret: string } | { refusal: string }> {
    const now = held.current;
    if (now && new Date(now.expiresAt).getTime() - Date.now() > 60_000) return now;
    const form = new FormData();
    form.set('appId', appId);
    const state = await consoleKeyAction(idle, form);
    if (state.status !== 'ok') return { refusal: state.status === 'error' ? state.message : '' };
    held.current = state.data;
    known.current.clear();
    return state.data;
  }

  const isKnownTo = (appNodeId: string) => known.current.has(appNodeId);

  /** Waits until the node of this app enforces its newest policy, the one with the key. */
  async function untilKnown(appNodeId: string): Promise<void> {
    for (const until = Date.now() + travelMs; Date.now() < until;) {
      const { app } = await client.fetchQuery({ ...liveQuery(appId), staleTime: 0 });
      if (!app.nodes.find(({ id }) => id === appNodeId)?.policyPending) break;
      await new Promise((done) => setTimeout(done, 300));
    }
    known.current.add(appNodeId);
  }

  const forget = () => {
    held.current = null;
  };
  return { get, isKnownTo, untilKnown, forget };
}
