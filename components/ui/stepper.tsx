import Link from 'next/link';
import { getTranslator } from '#lib/i18n/get-translator.ts';

/** Where one is in a flow. Earlier steps are links, so going back is always open. */
export async function Stepper({
  items,
  current,
}: {
  items: readonly { id: string; label: string; href?: string }[];
  current: string;
}) {
  const t = await getTranslator('ui');
  const at = items.findIndex((item) => item.id === current);
  return (
    <nav aria-label={t('steps')} className="mb-6">
      <ol className="flex flex-wrap gap-x-6 gap-y-2 text-13">
        {items.map((item, index) => (
          <li
            key={item.id}
            aria-current={index === at ? 'step' : undefined}
            className="flex items-center gap-2"
          >
            <span
              className={`figures inline-flex size-6 items-center justify-center rounded-full border text-13 ${index === at ? 'border-brand bg-brand text-brand-ink' : index < at ? 'border-brand text-brand' : 'border-line text-quiet'}`}
            >
              {index + 1}
            </span>
            {index < at && item.href ? (
              <Link href={item.href} className="link">
                {item.label}
              </Link>
            ) : (
              <span className={index === at ? 'font-semibold' : 'text-quiet'}>{item.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
