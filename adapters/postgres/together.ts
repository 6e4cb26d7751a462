/**
 * Starts pieces of work on one transaction in the order given and waits until all have ended. What each asks first goes to
 * the server in one trip, and the server runs it in that order (decision 0089); what one needs of another must stand in the
 * database, not in an answer. When one fails, the others are let end before the first failure in time is thrown: none
 * goes on once the transaction is over. None opens a transaction of its own inside: savepoints would cross.
 */
export async function together<const Work extends readonly (() => PromiseLike<unknown>)[]>(
  ...work: Work
): Promise<{ -readonly [Place in keyof Work]: Awaited<ReturnType<Work[Place]>> }> {
  const failures: unknown[] = [];
  const done = await Promise.all(
    work.map(async (piece) => {
      try {
        return await piece();
      } catch (error) {
        failures.push(error);
        return undefined;
      }
    }),
  );
  if (failures.length > 0) throw failures[0];
  return done as { -readonly [Place in keyof Work]: Awaited<ReturnType<Work[Place]>> }; // in the order of `work`
}
