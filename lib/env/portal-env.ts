import { z } from 'zod';

const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((value) => value === '1');

const callsAMinute = z.coerce.number().int().min(1).max(1_000_000);

const schema = z
  .object({
    DATABASE_URL: z.url().describe('PostgreSQL of the portal'),
    DATABASE_POOL: z.coerce
      .number()
      .int()
      .min(1)
      .max(100)
      .default(5)
      .describe('Connections in the pool of each process; listening, jobs and downloads take some more'),
    PORTAL_URL: z
      .url()
      .default('http://127.0.0.1:3000')
      .describe('Address under which people reach the portal'),
    NEXTAUTH_URL: z.url().optional().describe('As PORTAL_URL; next-auth reads it'),
    NEXTAUTH_SECRET: z.string().min(32).describe('Signs session cookies'),
    TRUSTED_PROXIES: z.coerce
      .number()
      .int()
      .min(0)
      .max(5)
      .default(0)
      .describe('Reverse proxies in front of web that append to X-Forwarded-For; 0: addresses are not known'),
    REST_CALLS_PER_TOKEN: callsAMinute
      .default(6000)
      .describe('Calls a minute that one API token may make at the REST door'),
    REST_CALLS_PER_ORGANISATION: callsAMinute
      .default(12_000)
      .describe('Calls a minute that all tokens of one organisation may make together'),
    PORTAL_SIGNING_KEY: z
      .string()
      .min(40)
      .describe('Ed25519 private key (PKCS #8 PEM, base64): control calls and settlements'),
    SANDBOX: flag.describe(
      '1: simulated card provider, mailbox page, demo data, test clock; said on every page',
    ),
    PORTAL_ZONE: z
      .string()
      .default('Asia/Shanghai')
      .describe('Zone in which weeks, months and terms are cut'),
    PORTAL_COUNTRY: z.string().length(2).default('SG').describe('Jurisdiction of the portal'),
    PORTAL_CURRENCY: z.string().length(3).default('CNY').describe('Currency of every price'),
    STRIPE_SECRET_KEY: z.string().startsWith('sk_').optional().describe('Switches card payment by Stripe on'),
    STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_').optional().describe('Checks Stripe events'),
    STRIPE_API_BASE: z.url().optional().describe('Another Stripe server, for tests'),
    SIMULATED_WEBHOOK_SECRET: z
      .string()
      .min(16)
      .optional()
      .describe('Sandbox: signs and checks the simulated card provider’s events'),
    KEEP_ACTIVITY_DAYS: z.coerce
      .number()
      .int()
      .min(7)
      .max(3650)
      .default(90)
      .describe('Days for which transactions and events of apps can be read; usage by the hour is kept'),
    SMTP_URL: z.url().optional().describe('Mail server; without it mail goes to the sandbox mailbox'),
    MAIL_FROM: z.string().default('Cityport <no-reply@cityport.test>').describe('Sender of mail'),
    LOG_LEVEL: z
      .enum(['debug', 'info', 'warn', 'error'])
      .default('info')
      .describe('Least level that is logged'),
  })
  .superRefine((env, context) => {
    if (env.STRIPE_SECRET_KEY && !env.STRIPE_WEBHOOK_SECRET) {
      context.addIssue({
        code: 'custom',
        path: ['STRIPE_WEBHOOK_SECRET'],
        message: 'required with STRIPE_SECRET_KEY',
      });
    }
    if (!env.SANDBOX && !env.SMTP_URL) {
      context.addIssue({ code: 'custom', path: ['SMTP_URL'], message: 'required outside sandbox mode' });
    }
  });

export type PortalEnv = z.output<typeof schema>;
export const portalEnvSchema = schema;

let parsed: PortalEnv | undefined;

/** The portal's configuration, read once and lazily, so that a build needs none. Throws naming each bad variable. */
export function portalEnv(): PortalEnv {
  if (!parsed) {
    const set = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
    const result = schema.safeParse(set);
    if (!result.success)
      throw new Error(`The portal's environment is wrong:\n${z.prettifyError(result.error)}`);
    parsed = result.data;
  }
  return parsed;
}

export const isSandbox = (): boolean => portalEnv().SANDBOX;
