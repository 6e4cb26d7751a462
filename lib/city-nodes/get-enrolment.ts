import { eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { cityNodeEnrolments, cityNodes } from '#db/schema/catalogue.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';

export type EnrolmentView = {
  state: 'asked' | 'enrolled' | 'failed';
  url: string;
  failure: { messageId: string; params: Record<string, string | number> } | null;
  slug: string | null;
  /** The node's city by language, once it is known. */
  city: Record<string, string> | null;
};

/** How an enrolment goes, for the page that waits for it. Null when there is none; never shows the token. */
export async function getEnrolment(
  actor: Actor,
  enrolmentId: string,
  conn: Conn = db(),
): Promise<EnrolmentView | null> {
  demand(actor, 'cityNode.manage');
  const [row] = await conn
    .select({
      state: cityNodeEnrolments.state,
      url: cityNodeEnrolments.url,
      failure: cityNodeEnrolments.failure,
      slug: cityNodes.slug,
      city: cityNodes.city,
    })
    .from(cityNodeEnrolments)
    .leftJoin(cityNodes, eq(cityNodes.id, cityNodeEnrolments.cityNodeId))
    .where(eq(cityNodeEnrolments.id, enrolmentId));
  return row ?? null;
}
