import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Conn } from '#db/connection.ts';
import type { operations } from '#db/schema/apps.ts';
import { cityNodes } from '#db/schema/catalogue.ts';

const recorded = z.object({
  reason: z.enum(['invalid', 'denied', 'quota', 'unsupported']).optional(),
  code: z.string().optional(),
});

/** Why a city node did not do it, as a message for people: kept with the order or deployment that waits for it. */
export type Failure = { messageId: string; params: Record<string, string> };

export async function failureOf(
  conn: Conn,
  operation: Pick<typeof operations.$inferSelect, 'cityNodeId' | 'error' | 'state'>,
): Promise<Failure> {
  const [node] = await conn
    .select({ city: cityNodes.city, slug: cityNodes.slug })
    .from(cityNodes)
    .where(eq(cityNodes.id, operation.cityNodeId));
  const city = node?.city.en ?? node?.slug ?? operation.cityNodeId;
  return { messageId: messageOf(operation), params: { city, code: codeOf(operation.error) } };
}

/** The text of a failed operation; `apps.failure.*` has one for each. */
export function messageOf(operation: { error: unknown; state: string }): string {
  if (operation.state === 'failed') return 'apps.failure.noAnswer';
  const { data } = recorded.safeParse(operation.error);
  return `apps.failure.${data?.reason ?? 'other'}`;
}

export const codeOf = (error: unknown): string => recorded.safeParse(error).data?.code ?? '';
