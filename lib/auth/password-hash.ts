import { hash, verify } from '@node-rs/argon2';

/** argon2id (the library's default algorithm) at OWASP's first choice: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of a password nobody has: what an unknown address is checked against, so that both answers take the same work. */
let nobody: Promise<string> | undefined;

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** Does the same work whether or not there is a hash; without one it is never true. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hash('no one has this password', cost);
  const matches = await verify(stored ?? (await nobody), password);
  return stored !== null && matches;
}
