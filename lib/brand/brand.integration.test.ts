import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { beforeEach, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { mails } from '#db/schema/accounts.ts';
import { brands } from '#db/schema/brand.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { queueMail } from '#lib/mail/queue-mail.ts';
import { defaultBrand } from './brand.ts';
import { brandOf } from './brand-of.ts';
import { listBrandHosts } from './list-brand-hosts.ts';
import { resetBrand, resetBrandInput, saveBrand, saveBrandInput } from './save-brand.ts';
import { logoMaxBytes, readBrandAsset, storeLogo } from './store-logo.ts';

testDatabase();
beforeEach(() => db().delete(brands));

const operator = testActor({ role: 'operator' });
const form = (change: Record<string, unknown> = {}) =>
  saveBrandInput.parse({ ...defaultBrand, requestId: newId(), version: 0, ...change });

it('puts a brand in force for every host, in mail too, once a request', async () => {
  const input = form({ name: 'Harbour & Sons' });
  expect(await saveBrand(operator, input)).toEqual({ version: 1 });
  expect(await saveBrand(operator, input)).toEqual({ version: 1 });
  expect(await brandOf('anything.test:3000')).toMatchObject({ name: 'Harbour & Sons', version: 1 });
  const { id } = await queueMail(db(), {
    to: 'a@b.test',
    template: 'resetPassword',
    locale: 'en',
    values: { name: '<b>Ada</b>', url: 'http://portal.test/x?a=1&b=2' },
  });
  const [mail] = await db().select().from(mails).where(eq(mails.id, id));
  expect(mail?.subject).toBe('Set a new password for Harbour & Sons');
  expect(mail?.html).toContain('Harbour &amp; Sons');
  expect(mail?.html).toContain('&lt;b&gt;Ada&lt;/b&gt;');
  expect(mail?.html).toContain('href="http://portal.test/x?a=1&amp;b=2"');
});

it('keeps a brand to its host', async () => {
  await saveBrand(operator, form({ host: 'one.test', name: 'One' }));
  expect((await brandOf('ONE.test:443')).name).toBe('One');
  expect((await brandOf('two.test')).name).toBe('Cityport');
  expect(await listBrandHosts(operator)).toMatchObject([{ host: 'one.test', version: 1 }]);
});

it('refuses a save from an older version; of two at once one wins', async () => {
  await saveBrand(operator, form({ name: 'First' }));
  await expect(saveBrand(operator, form({ name: 'Late' }))).rejects.toMatchObject({ code: 'conflict' });
  const results = await Promise.allSettled([
    saveBrand(operator, form({ version: 1, name: 'A' })),
    saveBrand(operator, form({ version: 1, name: 'B' })),
  ]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await brandOf('x')).version).toBe(2);
});

it('resets to the whole default, and shows the default where what is stored does not fit', async () => {
  await saveBrand(operator, form({ name: 'First' }));
  const reset = resetBrandInput.parse({ requestId: newId(), version: 1 });
  expect(await resetBrand(operator, reset)).toEqual({ version: 2 });
  expect(await brandOf('x')).toMatchObject({ name: 'Cityport', version: 2 });
  await db()
    .update(brands)
    .set({ payload: { name: 'Half a brand' } });
  expect(await brandOf('x')).toMatchObject({ name: 'Cityport', sellerName: defaultBrand.sellerName });
});

it('refuses everyone who may not change the brand', async () => {
  for (const role of ['owner', 'finance', 'support', 'approver'] as const) {
    const actor = testActor({ role });
    await expect(saveBrand(actor, form())).rejects.toMatchObject({ code: 'forbidden' });
    await expect(storeLogo(actor, new Uint8Array(1))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listBrandHosts(actor)).rejects.toMatchObject({ code: 'forbidden' });
  }
});

it('keeps a picture re-encoded and small, and nothing that is no picture', async () => {
  const wide = await sharp({ create: { width: 1200, height: 300, channels: 3, background: '#123456' } })
    .jpeg()
    .withExif({ IFD0: { Copyright: 'hidden note' } })
    .toBuffer();
  const { hash } = await storeLogo(operator, wide);
  const stored = await readBrandAsset(hash);
  expect(await sharp(stored?.bytes).metadata()).toMatchObject({ format: 'png', width: 512, height: 128 });
  expect(stored?.bytes.includes('hidden note')).toBe(false);
  expect(await storeLogo(operator, wide)).toEqual({ hash });
  await saveBrand(operator, form({ logoHash: hash }));
  await expect(saveBrand(operator, form({ version: 1, logoHash: 'f'.repeat(64) }))).rejects.toMatchObject({
    field: 'logoHash',
  });
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const broken = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), svg]);
  await expect(storeLogo(operator, svg)).rejects.toMatchObject({ messageId: 'brand.logoKind' });
  await expect(storeLogo(operator, broken)).rejects.toMatchObject({ messageId: 'brand.logoUnreadable' });
  await expect(storeLogo(operator, new Uint8Array(logoMaxBytes + 1))).rejects.toMatchObject({
    messageId: 'brand.logoTooLarge',
  });
  expect(await readBrandAsset('../../etc/passwd')).toBeNull();
});

it('reads flat form fields, leaves out empty link rows and names the field at fault', () => {
  const { links: _links, tagline: _tagline, ...rest } = defaultBrand;
  const flat = {
    ...rest,
    requestId: newId(),
    version: '0',
    logoHash: '',
    'tagline.en': 'Hello',
    'tagline.zh': '你好',
    'links.0.label.en': 'Docs',
    'links.0.label.zh': '文档',
    'links.0.href': '/docs',
    'links.1.label.en': '',
    'links.1.label.zh': '',
    'links.1.href': '',
  };
  expect(saveBrandInput.parse(flat)).toMatchObject({
    tagline: { en: 'Hello', zh: '你好' },
    links: [{ label: { en: 'Docs', zh: '文档' }, href: '/docs' }],
    logoHash: null,
  });
  const bad = saveBrandInput.safeParse({ ...flat, 'links.0.href': 'javascript:x' });
  expect(bad.error?.issues[0]?.path.join('.')).toBe('links.0.href');
});
