'use client';
import { useCallback, useRef } from 'react';
import { idle } from '#lib/actions/action-state.ts';
import type { ConsoleKey } from '#lib/api-keys/mint-console-key.ts';
import { consoleKeyAction } from '../actions.ts';

/** A key of one hour for this page, made at its first call and kept in memory only. Gives null when it was refused. */
export function useConsoleKey(appId: string) {
  const held = useRef<ConsoleKey & { fresh: boolean }>(null);
  const get = useCallback(async (): Promise<{ secret: string; fresh: boolean } | { refusal: string }> => {
    const now = held.current;
    if (now && new Date(now.expiresAt).getTime() - Date.now() > 60_000) return now;
    const form = new FormData();
    form.set('appId', appId);
    const state = await consoleKeyAction(idle, form);
    if (state.status !== 'ok') return { refusal: state.status === 'error' ? state.message : '' };
    held.current = { ...state.data, fresh: true };
    return held.current;
  }, [appId]);
  /** The gateway has answered to it, so from now on a refusal is meant. */
  const known = useCallback(() => {
    if (held.current) held.current.fresh = false;
  }, []);
  const forget = useCallback(() => {
    held.current = null;
  }, []);
  return { get, known, forget };
}
