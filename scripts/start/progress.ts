/** Runs one step of a start, saying what is being done, that it still is, and how long it took. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${what} …`);
  const beat = setInterval(() => console.log(`  still at it after ${seconds()} s`), 10_000);
  try {
    const result = await work();
    console.log(`  done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(beat);
  }
}
