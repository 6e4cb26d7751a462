import { NextResponse, type NextRequest } from 'next/server';
import { checkReady } from '#lib/health/check-ready.ts';

/**
 * `?check=up`: the process runs (for a supervisor that restarts it). Without it: 200 when it can serve people, 503 with
 * the reason while it cannot (for a load balancer).
 */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const headers = { 'cache-control': 'no-store' };
  if (request.nextUrl.searchParams.get('check') === 'up') {
    return NextResponse.json({ status: 'up' }, { headers });
  }
  const readiness = await checkReady();
  return readiness.ready
    ? NextResponse.json({ status: 'ready' }, { headers })
    : NextResponse.json({ status: 'up', waitingFor: readiness.reason }, { status: 503, headers });
}
