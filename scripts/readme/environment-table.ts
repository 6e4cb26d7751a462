import type { z } from 'zod';

/** One environment schema as a Markdown table: name, default or need, meaning; in the schema's own order. */
export function environmentTable(schema: z.ZodObject): string {
  const rows = Object.entries(schema.shape).map(([name, field]) => {
    // An absent variable tells both: the value that stands in for it, or that it must be set.
    const absent = (field as z.ZodType).safeParse(undefined);
    const standsIn = !absent.success
      ? 'required'
      : absent.data === undefined
        ? 'unset'
        : `\`${printed(absent.data)}\``;
    return `| \`${name}\` | ${standsIn} | ${(field as z.ZodType).description ?? ''} |`;
  });
  return ['| variable | without it | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function printed(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value);
}

/** Puts each table between its two markers (`<!-- environment:NAME -->` … `<!-- end -->`). */
export function withTables(readme: string, tables: Readonly<Record<string, string>>): string {
  return Object.entries(tables).reduce((text, [name, table]) => {
    const between = new RegExp(`(<!-- environment:${name} -->\\n)[\\s\\S]*?(<!-- end -->)`);
    if (!between.test(text)) throw new Error(`README.md has no place for the table ${name}`);
    return text.replace(between, (_all, start: string, end: string) => `${start}\n${table}\n\n${end}`);
  }, readme);
}
