import { z } from 'zod';
import { importEdgeKey, type EdgeKey } from '#protocol/edge-signing/keys.ts';

const amount = (fallback: number) => z.coerce.number().int().min(1).max(1_000_000).default(fallback);

const days = (fallback: number, most: number) => z.coerce.number().int().min(1).max(most).default(fallback);

const schema = z.object({
  DATABASE_URL: z.url().describe('PostgreSQL of this city node'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(10).describe('Connections it may open'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4101).describe('Port it listens on'),
  HOST: z.string().default('127.0.0.1').describe('Address it listens on; put TLS in front of any other'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .describe('Address under which portals and applications reach it'),
  CITY_NODE_NAME: z.string().min(1).max(80).describe('Its name on every portal'),
  CITY: z.string().min(1).max(80).describe('City where it stands'),
  COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .describe('Country, ISO 3166-1 alpha-2; compliance rules look at it'),
  LATITUDE: z.coerce.number().min(-90).max(90).describe('For the map'),
  LONGITUDE: z.coerce.number().min(-180).max(180).describe('For the map'),
  PROVIDER: z.string().min(1).max(120).describe('Who runs it'),
  DATA_DIR: z.string().min(1).describe('Folder for the chains that it runs'),
  SEALING_KEY: z
    .base64()
    .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')
    .describe('32 bytes, base64: seals custody keys at rest'),
  SIGNING_KEY: z.base64().describe('Ed25519 private key (PKCS #8 PEM, base64): signs its answers'),
  PUBLIC_DEMO: z
    .enum(['0', '1'])
    .default('0')
    .transform((value) => value === '1')
    .describe('1: also offers access to a stand-in for a public Ethereum network'),
  CAPACITY_TPS: amount(2000).describe('Gateway calls per second that it sells in all'),
  CAPACITY_STORAGE_GB: amount(2000).describe('GB that it sells in all'),
  CAPACITY_BANDWIDTH_MBPS: amount(2000).describe('Mbit/s that it sells in all'),
  DEDICATED_FROM_TPS: z
    .union([z.literal('never').transform(() => null), z.coerce.number().int().min(1)])
    .default(50)
    .describe('From this TPS on an app gets a chain of its own; `never` switches it off'),
  CHAIN_COPY_MB: z.coerce
    .number()
    .min(0.1)
    .max(4096)
    .default(32)
    .describe('MB of a chain’s copy from which it starts anew, without its old empty blocks'),
  KEEP_TAKEN_DAYS: days(7, 30).describe('Days for which usage and events stay once their portal has them'),
  KEEP_UNTAKEN_DAYS: days(90, 3650).describe('Days after which they are given up when it never came'),
  KEEP_HISTORY_DAYS: days(90, 3650).describe('Days for which transactions and events of apps can be read'),
  ANVIL_BIN: z.string().optional().describe('Another anvil binary than the one from npm'),
  PROCESS_NAME: z.string().default('city-node').describe('Name of this process in its log'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('Least level that is logged'),
});

export const cityNodeEnvSchema = schema;
export type CityNodeEnv = z.output<typeof schema>;

/** What it takes to print an enrolment token. */
export const tokenEnvSchema = schema.pick({ DATABASE_URL: true, PUBLIC_URL: true, SIGNING_KEY: true });

/** Reads the configuration once, at the door of the process. Throws naming each bad variable. */
export function readCityNodeEnv(source: Readonly<Record<string, string | undefined>>): CityNodeEnv {
  return readBy(schema, source);
}

export const readTokenEnv = (source: Readonly<Record<string, string | undefined>>) =>
  readBy(tokenEnvSchema, source);

function readBy<T extends z.ZodType>(
  wanted: T,
  source: Readonly<Record<string, string | undefined>>,
): z.output<T> {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = wanted.safeParse(set);
  if (!parsed.success)
    throw new Error(`The city node's environment is wrong:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export const signingKeyOf = (env: Pick<CityNodeEnv, 'SIGNING_KEY'>): EdgeKey =>
  importEdgeKey(Buffer.from(env.SIGNING_KEY, 'base64').toString('utf8'));
