import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { OrderReason } from '#lib/orders/order-state.ts';

/** A stored reason in the reader's language. One that we have no text for any more reads as its own name. */
export async function reasonText({ messageId, params }: OrderReason): Promise<string> {
  const dot = messageId.indexOf('.');
  const translate = await getTranslator(messageId.slice(0, dot));
  const key = messageId.slice(dot + 1);
  return translate.has(key) ? translate(key, params) : messageId;
}
