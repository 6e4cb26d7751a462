import { renderInvoice } from '#components/pdf/render-invoice.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getBrand } from '#lib/brand/get-brand.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { explainError } from '#lib/errors/explain-error.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { languageTags } from '#lib/i18n/locale.ts';
import { getInvoice } from '#lib/invoices/get-invoice.ts';
import { invoiceWords } from '#lib/invoices/invoice-words.ts';
import { problem } from '#lib/rest/serve.ts';

/** An invoice or credit note as PDF, in the reader's language. */
export async function GET(_request: Request, context: { params: Promise<{ id: string }> }) {
  try {
    const actor = await getActor();
    if (!actor) throw new AppError('unauthenticated', 'errors.unauthenticated');
    const invoice = await getInvoice(actor, (await context.params).id);
    if (!invoice) throw new AppError('notFound', 'errors.notFound');
    const [t, brand] = await Promise.all([getTranslator('invoices'), getBrand()]);
    const words = invoiceWords(invoice, t.locale);
    const { brandName, email } = invoice.content.seller;
    const pdf = await renderInvoice({
      ...words,
      language: languageTags[t.locale],
      brandName,
      brandColour: brand.colours.light.brand,
      footer: `${words.title} ${invoice.number}  ·  ${brandName}  ·  ${email}`,
      unprintable: t('unprintable'),
    });
    return new Response(pdf, {
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': `inline; filename="${invoice.number}.pdf"`,
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  } catch (error) {
    return problem(await explainError(error, 'invoice.pdf'));
  }
}
