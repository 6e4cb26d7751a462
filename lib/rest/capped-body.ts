/** The body of a request, or null when it is larger than the cap: no more than that is read, whatever length it claims. */
export async function cappedBody(
  request: Pick<Request, 'body'>,
  mostBytes: number,
): Promise<Buffer<ArrayBuffer> | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > mostBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
