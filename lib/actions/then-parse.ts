import { z } from 'zod';

/** For `.transform(thenParse(verbInput))`: hands what a form's own schema made on to the verb's schema, with its issues. */
export const thenParse =
  <Schema extends z.ZodType>(schema: Schema) =>
  (value: unknown, context: z.core.$RefinementCtx<unknown>): z.output<Schema> => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  };
