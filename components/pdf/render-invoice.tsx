import { renderToBuffer } from '@react-pdf/renderer';
import { InvoicePdf, type InvoicePrint } from './invoice-pdf.tsx';
import { registerPdfFont } from './pdf-font.ts';

export async function renderInvoice(print: InvoicePrint): Promise<Uint8Array<ArrayBuffer>> {
  await registerPdfFont();
  return new Uint8Array(await renderToBuffer(<InvoicePdf print={print} />));
}
