import { queryOptions } from '@tanstack/react-query';
import type { AppRecord } from '#lib/apps/get-app.ts';
import type { ContractEventRow, TransactionRow } from '#lib/apps/list-activity.ts';
import type { DeploymentRow } from '#lib/deployments/list-contracts.ts';
import type { Usage } from '#lib/usage/read-usage.ts';

/** As it comes out of JSON: instants are text. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { [Key in keyof T]: Wire<T[Key]> }
      : T;

/** What a server component read, as the poll after it will bring it: so that nothing moves when the first poll arrives. */
export const wire = <T>(data: T): Wire<T> => JSON.parse(JSON.stringify(data)) as Wire<T>; // that is what Wire says

export type Live = Wire<{ app: AppRecord; deployments: DeploymentRow[] }>;
export type Activity = Wire<{ transactions: TransactionRow[]; events: ContractEventRow[] }>;

async function read<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, { signal });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as T; // our own route, typed by the verb behind it
}

/** State, heights and deployments. Faster while something is under way; never while nobody looks. */
export const liveQuery = (appId: string) =>
  queryOptions({
    queryKey: ['app', appId, 'live'],
    queryFn: ({ signal }) => read<Live>(`/api/apps/${appId}/live`, signal),
    refetchInterval: ({ state: { data } }) => (data && !isMoving(data) ? 4_000 : 1_000),
  });

export const usageQuery = (appId: string, by: 'hour' | 'day', span: number) =>
  queryOptions({
    queryKey: ['app', appId, 'usage', by, span],
    queryFn: ({ signal }) => read<Usage>(`/api/apps/${appId}/usage?by=${by}&span=${span}`, signal),
    refetchInterval: 3_000,
  });

export const activityQuery = (appId: string) =>
  queryOptions({
    queryKey: ['app', appId, 'activity'],
    queryFn: ({ signal }) => read<Activity>(`/api/apps/${appId}/activity`, signal),
    refetchInterval: 3_000,
  });

const isMoving = ({ app, deployments }: Live): boolean =>
  app.state === 'pending' ||
  app.state === 'creating' ||
  deployments.some(({ state }) => state === 'queued' || state === 'deploying');

/** What calls reach, as the page that drew the server's part writes it. */
export function seenIn({ app, deployments }: Live): string {
  const versions = new Map<string, number>();
  for (const { contractName, version, state } of deployments)
    if (state === 'active') versions.set(contractName, Math.max(version, versions.get(contractName) ?? 0));
  return [
    app.state,
    app.order?.state,
    ...app.nodes.map((node) => node.state),
    ...[...versions].map(([name, version]) => `${name} ${version}`).sort((a, b) => (a < b ? -1 : 1)),
  ].join(' | ');
}
