/** Pattern for ILIKE: the text anywhere, its own wildcards taken as they are written. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
