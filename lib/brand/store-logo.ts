import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { brandAssets } from '#db/schema/brand.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { log } from '#lib/log/log.ts';

export const logoMaxBytes = 1_000_000;
const longestSide = 512;
/** A picture of this many pixels is decoded in a blink; a bomb is refused before it unfolds. */
const mostPixels = 16_000_000;

/**
 * Takes a PNG, JPEG or WebP picture, known by its first bytes, and keeps it re-encoded as PNG: nothing of the file that
 * was uploaded (metadata, trailing data, other formats inside) survives. Never SVG. The same picture gives the same hash.
 */
export async function storeLogo(
  actor: Actor,
  bytes: Uint8Array,
  conn: Conn = db(),
): Promise<{ hash: string }> {
  demand(actor, 'brand.manage');
  if (bytes.byteLength > logoMaxBytes)
    throw new AppError(
      'invalid',
      'brand.logoTooLarge',
      { kilobytes: logoMaxBytes / 1000 },
      { field: 'logo' },
    );
  if (!isPicture(bytes)) throw new AppError('invalid', 'brand.logoKind', {}, { field: 'logo' });
  const png = await reencode(bytes);
  const hash = createHash('sha256').update(png).digest('hex');
  await conn.transaction(async (tx) => {
    const added = await tx
      .insert(brandAssets)
      .values({ hash, contentType: 'image/png', bytes: png })
      .onConflictDoNothing()
      .returning({ hash: brandAssets.hash });
    if (added.length === 0) return;
    await recordAudit(tx, actor, { action: 'brand.storeLogo', subjectKind: 'brandAsset', subjectId: hash });
  });
  return { hash };
}

/** A stored picture; null where there is none under this hash. For anyone: logos are public. */
export async function readBrandAsset(
  hash: string,
  conn: Conn = db(),
): Promise<{ contentType: string; bytes: Buffer } | null> {
  if (!/^[0-9a-f]{64}$/.test(hash)) return null;
  const [row] = await conn
    .select({ contentType: brandAssets.contentType, bytes: brandAssets.bytes })
    .from(brandAssets)
    .where(eq(brandAssets.hash, hash));
  return row ?? null;
}

const startsWith = (bytes: Uint8Array, signature: readonly number[], at = 0) =>
  signature.every((byte, index) => bytes[at + index] === byte);

function isPicture(bytes: Uint8Array): boolean {
  const png = startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const jpeg = startsWith(bytes, [0xff, 0xd8, 0xff]);
  const webp = startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes, [0x57, 0x45, 0x42, 0x50], 8);
  return png || jpeg || webp;
}

async function reencode(bytes: Uint8Array): Promise<Buffer> {
  // Loaded on use: only an upload needs the native library.
  const { default: sharp } = await import('sharp');
  try {
    return await sharp(bytes, { limitInputPixels: mostPixels, animated: false })
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .png({ compressionLevel: 9 })
      .toBuffer();
  } catch (error) {
    log().info({ err: error }, 'an uploaded logo could not be decoded');
    throw new AppError('invalid', 'brand.logoUnreadable', {}, { field: 'logo', cause: error });
  }
}
