import { Pool } from 'undici';

export type Load = { requestsPerSecond: number; p50Ms: number; p95Ms: number; failures: number };

/** Asks for one page with `connections` at once for `seconds` (after a short warm-up), reading every answer whole. */
export async function measureLoad(
  url: string,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Load> {
  const target = new URL(url);
  const pool = new Pool(target.origin, { connections, pipelining: 1 });
  const latencies: number[] = [];
  let failures = 0;
  const warmUntil = performance.now() + 1_500;
  const until = warmUntil + seconds * 1000;
  const client = async () => {
    while (performance.now() < until) {
      const started = performance.now();
      const { statusCode, body } = await pool.request({
        path: target.pathname + target.search,
        method: 'GET',
      });
      await body.dump({ limit: 16 * 1024 * 1024 });
      if (started < warmUntil) continue;
      latencies.push(performance.now() - started);
      if (statusCode !== 200) failures += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  await pool.close();
  latencies.sort((a, b) => a - b);
  const quantile = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    requestsPerSecond: latencies.length / seconds,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    failures,
  };
}
