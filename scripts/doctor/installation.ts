import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ready = z.object({ portalUrl: z.string() });
const server = z.object({ port: z.number(), password: z.string() });
const secrets = z.object({ portalSigningKey: z.string() });

/** Where this installation keeps its things: from the environment of a production portal, or from what `npm start` left. */
export type Installation = {
  home: string;
  /** True: the environment names the database, as in production. */
  byEnvironment: boolean;
  /** The supervisor of `npm start` runs now. */
  started: boolean;
  databaseUrl: string | null;
  portalUrl: string | null;
  /** PKCS #8 PEM in base64. */
  signingKey: string | null;
  smtpUrl: string | undefined;
};

export function findInstallation(home: string, env: NodeJS.ProcessEnv): Installation {
  const postgres = readAs(join(home, 'postgres.json'), server);
  return {
    home,
    byEnvironment: Boolean(env.DATABASE_URL),
    started: isAlive(join(home, 'supervisor.pid')),
    databaseUrl:
      env.DATABASE_URL ??
      (postgres ? `postgres://postgres:${postgres.password}@127.0.0.1:${postgres.port}/portal` : null),
    portalUrl: env.PORTAL_URL ?? readAs(join(home, 'ready.json'), ready)?.portalUrl ?? null,
    smtpUrl: env.SMTP_URL || undefined,
    signingKey:
      env.PORTAL_SIGNING_KEY ?? readAs(join(home, 'secrets.json'), secrets)?.portalSigningKey ?? null,
  };
}

function readAs<T>(file: string, schema: z.ZodType<T>): T | null {
  if (!existsSync(file)) return null;
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

function isAlive(pidFile: string): boolean {
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}
