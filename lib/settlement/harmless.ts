/** A spreadsheet runs cells that begin like a formula: ours are quoted so that they are read as text. Numbers stay numbers. */
export const harmless = (cell: string): string =>
  /^[=+\-@\t\r\n]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;
