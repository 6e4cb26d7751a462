import { readBrandAsset } from '#lib/brand/store-logo.ts';

/** A logo under the hash of its bytes: what a hash names never changes. */
export async function GET(_request: Request, { params }: { params: Promise<{ hash: string }> }) {
  const asset = await readBrandAsset((await params).hash);
  if (!asset) return new Response(null, { status: 404 });
  return new Response(new Uint8Array(asset.bytes), {
    headers: {
      'content-type': asset.contentType,
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin', // mail readers show it too
    },
  });
}
