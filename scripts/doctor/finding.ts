/** What one look at the installation found. `wrong` fails the doctor; `note` is worth knowing; `skipped` could not be looked at. */
export type Finding = {
  state: 'ok' | 'wrong' | 'note' | 'skipped';
  what: string;
  says: string;
  /** What to do about it. */
  mend?: string;
};

export const ok = (what: string, says: string): Finding => ({ state: 'ok', what, says });
export const wrong = (what: string, says: string, mend: string): Finding => ({
  state: 'wrong',
  what,
  says,
  mend,
});
export const note = (what: string, says: string, mend?: string): Finding => ({
  state: 'note',
  what,
  says,
  ...(mend ? { mend } : {}),
});
export const skipped = (what: string, says: string): Finding => ({ state: 'skipped', what, says });

const words: Record<Finding['state'], string> = {
  ok: 'ok',
  wrong: 'WRONG',
  note: 'note',
  skipped: 'skipped',
};

/** A plain table: state, what, what was found; under it how to mend what needs mending. */
export function printFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  const indent = ' '.repeat(11 + width);
  return findings
    .map(({ state, what, says, mend }) => {
      const line = `${words[state].padEnd(9)}${what.padEnd(width + 2)}${says.replaceAll('\n', `\n${indent}`)}`;
      return mend ? `${line}\n${indent}→ ${mend}` : line;
    })
    .join('\n');
}

export const isIll = (findings: readonly Finding[]): boolean =>
  findings.some(({ state }) => state === 'wrong');
