export type LegalBlock =
  { kind: 'heading'; text: string } | { kind: 'paragraph'; text: string } | { kind: 'list'; items: string[] };

/** A legal text as blocks: `# ` starts a heading, `- ` a list item, blank lines part paragraphs. No markup passes through. */
export function legalBlocks(body: string): LegalBlock[] {
  const blocks: LegalBlock[] = [];
  for (const chunk of body.replaceAll('\r\n', '\n').split(/\n\s*\n/)) {
    let paragraph: string[] = [];
    const flush = () => {
      if (paragraph.length > 0) blocks.push({ kind: 'paragraph', text: paragraph.join('\n') });
      paragraph = [];
    };
    for (const line of chunk.split('\n').map((raw) => raw.trim())) {
      if (line.startsWith('# ')) {
        flush();
        blocks.push({ kind: 'heading', text: line.slice(2) });
      } else if (line.startsWith('- ')) {
        flush();
        const last = blocks.at(-1);
        if (last?.kind === 'list') last.items.push(line.slice(2));
        else blocks.push({ kind: 'list', items: [line.slice(2)] });
      } else if (line) paragraph.push(line);
    }
    flush();
  }
  return blocks;
}
