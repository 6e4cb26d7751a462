import { getActor } from '#lib/auth/get-actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { explainError } from '#lib/errors/explain-error.ts';
import { problem } from '#lib/rest/serve.ts';
import { exportWeek, exportWeekInput } from '#lib/settlement/export-week.ts';

/** A week's statement as a file. It is sent as it is made; what is refused before that is problem+json. */
export async function download(format: 'csv' | 'json', week: string, bom: boolean): Promise<Response> {
  try {
    const actor = await getActor();
    if (!actor) throw new AppError('unauthenticated', 'errors.unauthenticated');
    const file = await exportWeek(actor, exportWeekInput.parse({ week, format, bom }));
    return new Response(streamOf(file.pieces), {
      headers: {
        'content-type': file.contentType,
        'content-disposition': `attachment; filename="${file.fileName}"`,
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  } catch (error) {
    return problem(await explainError(error, 'settlement.download'));
  }
}

function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await pieces.next();
        if (next.done) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    // Nothing is begun before somebody reads: an answer to HEAD is never read, nor cancelled.
    { highWaterMark: 0 },
  );
}
