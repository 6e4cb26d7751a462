import { download } from '../../download.ts';

export async function GET(request: Request, context: { params: Promise<{ week: string }> }) {
  const bom = new URL(request.url).searchParams.get('bom') === '1';
  return download('csv', (await context.params).week, bom);
}
