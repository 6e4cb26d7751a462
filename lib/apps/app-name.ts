import { z } from 'zod';

/** What an organisation calls its app: one line of 2 to 60 characters, unique among its apps that live. */
export const appName = z
  .string()
  .trim()
  .min(2)
  .max(60)
  .regex(/^[^\p{C}]+$/u);
