import { headers } from 'next/headers';
import { portalEnv } from '#lib/env/portal-env.ts';
import { clientAddress } from './client-address.ts';
import type { Client } from './open-session.ts';

/** From where this request comes, as far as it can be trusted. */
export async function requestClient(): Promise<Client> {
  const received = await headers();
  return {
    address: clientAddress(received.get('x-forwarded-for'), portalEnv().TRUSTED_PROXIES),
    userAgent: received.get('user-agent') ?? '',
  };
}
