import { download } from '../../download.ts';

export async function GET(_request: Request, context: { params: Promise<{ week: string }> }) {
  return download('json', (await context.params).week, false);
}
