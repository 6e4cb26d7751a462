import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { legalAcceptances, legalTexts } from '#db/schema/brand.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { acceptLegalText } from './accept-text.ts';
import { currentLegalText } from './current-text.ts';
import { listLegalVersions } from './list-versions.ts';
import { publishLegalText, publishLegalTextInput } from './publish-text.ts';

testDatabase();

const operator = testActor({ role: 'operator' });
const buyer = testActor();
const publish = (actor: typeof operator, version: number, kind = 'terms', requestId = newId()) =>
  publishLegalText(
    actor,
    publishLegalTextInput.parse({
      requestId,
      kind,
      version,
      titleEn: `Terms ${version + 1}`,
      bodyEn: 'A body long enough to be one.',
      titleZh: '条款',
      bodyZh: '这是一段足够长的正文，用于测试发布新版本的条款。',
    }),
  );

it('has a text from the start, the same for many at once', async () => {
  const texts = await Promise.all(Array.from({ length: 5 }, () => currentLegalText('privacy', 'zh')));
  expect(new Set(texts.map((text) => text.id)).size).toBe(1);
  expect(texts[0]).toMatchObject({ version: 1, title: '隐私政策' });
});

it('keeps which version was accepted; an older one than in force is refused; nothing published changes', async () => {
  const first = await currentLegalText('terms', 'en');
  const orderId = newId();
  await acceptLegalText(db(), buyer, { legalTextId: first.id, orderId });
  const requestId = newId();
  expect(await publish(operator, 1, 'terms', requestId)).toEqual({ version: 2 });
  expect(await publish(operator, 1, 'terms', requestId)).toEqual({ version: 2 });
  expect(await currentLegalText('terms', 'zh')).toMatchObject({ version: 2, title: '条款' });
  await expect(acceptLegalText(db(), buyer, { legalTextId: first.id })).rejects.toMatchObject({
    messageId: 'legal.textChanged',
  });
  expect(
    await db().select().from(legalAcceptances).where(eq(legalAcceptances.orderId, orderId)),
  ).toMatchObject([{ legalTextId: first.id, userId: buyer.id, orgId: buyer.orgId }]);
  await expect(
    db().update(legalTexts).set({ title: 'other' }).where(eq(legalTexts.id, first.id)),
  ).rejects.toThrow();
  expect(await listLegalVersions(operator, 'terms', 'en')).toMatchObject([
    { version: 2, accepted: 0 },
    { version: 1, accepted: 1 },
  ]);
});

it('publishes one of two at once, and only for those who may', async () => {
  await currentLegalText('privacy', 'en');
  const results = await Promise.allSettled([
    publish(operator, 1, 'privacy'),
    publish(operator, 1, 'privacy'),
  ]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  for (const role of ['owner', 'finance', 'approver'] as const) {
    const actor = testActor({ role });
    await expect(publish(actor, 2, 'privacy')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listLegalVersions(actor, 'terms', 'en')).rejects.toMatchObject({ code: 'forbidden' });
  }
});
