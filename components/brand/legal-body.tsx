import type { LegalBlock } from '#lib/legal/legal-blocks.ts';

/** A legal text's blocks, under the page's `h1`. */
export function LegalBody({ blocks }: { blocks: readonly LegalBlock[] }) {
  return (
    <div className="grid gap-4 text-16">
      {blocks.map((block, index) => {
        if (block.kind === 'heading')
          return (
            <h2 key={index} className="mt-4 text-20">
              {block.text}
            </h2>
          );
        if (block.kind === 'list')
          return (
            <ul key={index} className="grid list-disc gap-1.5 pl-6">
              {block.items.map((item, position) => (
                <li key={position}>{item}</li>
              ))}
            </ul>
          );
        return (
          <p key={index} className="whitespace-pre-line">
            {block.text}
          </p>
        );
      })}
    </div>
  );
}
