import pg from 'pg';

/** A name costs the server memory on each connection, so only texts that come again and again are given one. */
const usesBeforeNaming = 4;
const mostTexts = 400;
const longestText = 20_000;
const everyColumn = /\b(select|returning) \*/i;
const uses = new Map<string, number>();
const names = new Map<string, string>();

/** The name of a statement's text in this process; undefined while it should go unnamed. */
export function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known) return known;
  // The plan of "every column" breaks when a newer copy of the program adds one while this one runs.
  if (everyColumn.test(text)) return undefined;
  const before = uses.get(text) ?? 0;
  // Lists of varying length make new texts without end: what comes after the first hundreds stays unnamed.
  if (text.length > longestText || (before === 0 && uses.size >= mostTexts)) return undefined;
  uses.set(text, before + 1);
  if (before < usesBeforeNaming) return undefined;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}

/**
 * Sends what is asked of it at once, without waiting for the answers before it, and all of one moment in one piece; the
 * server answers in order (decision 0089). Names statements that take values and are used often, so that the server parses
 * and plans their text once a connection and not at every call: a purchase spends a third less time in the database
 * (decision 0045). The values of a failed one are struck out before drizzle writes them into its error: Next prints what a
 * page throws, hashes and one-time links and all.
 */
export class NamingClient extends pg.Client {
  #held = false;

  constructor(config?: pg.ClientConfig) {
    super({ ...config, pipeline: true });
  }

  override query(...call: unknown[]): never {
    this.#holdForThisMoment();
    if (isBegin(call)) return this.#begin(call) as never;
    const [first, ...rest] = typeof call[0] === 'string' ? call : withoutValuesWhenFailed(call);
    const config = typeof first === 'string' && Array.isArray(rest[0]) ? { text: first } : first;
    // pg's own signature has nine overloads; whatever comes in goes on, with a name at most.
    const send = super.query.bind(this) as unknown as (...args: unknown[]) => unknown;
    const answer = isUnnamed(config, rest[0])
      ? send({ ...config, name: nameOf(config.text) }, ...rest)
      : send(first, ...rest);
    // Only the call without a callback gives a promise.
    if (typeof first !== 'string' && answer instanceof Promise)
      return answer.catch((error: unknown) => {
        strikeOut(rest[0]);
        throw error;
      }) as never;
    return answer as never;
  }

  /**
   * Nobody waits for a transaction to begin: it goes out with its first statement, which the server runs inside it. Should
   * the server not begin, the connection ends, so that nothing further can be written as if it had.
   */
  async #begin(call: readonly unknown[]): Promise<pg.QueryResult> {
    // pg's own signature has nine overloads; this one gives a promise, because there is no callback.
    const send = super.query.bind(this) as unknown as (
      ...args: readonly unknown[]
    ) => Promise<pg.QueryResult>;
    send(...call).catch(() => this.connection.stream.destroy());
    return { command: 'BEGIN', rowCount: null, oid: 0, rows: [], fields: [] };
  }

  /** What is written until the code that runs now pauses goes out together: a piece for each would wake the server for each. */
  #holdForThisMoment(): void {
    if (this.#held) return;
    this.#held = true;
    const { stream } = this.connection;
    stream.cork();
    process.nextTick(() => {
      this.#held = false;
      stream.uncork();
    });
  }
}

function isBegin(call: readonly unknown[]): boolean {
  const [first] = call;
  const text = typeof first === 'object' && first !== null && 'text' in first ? first.text : first;
  return text === 'begin' && !call.some((argument) => typeof argument === 'function');
}

/** The call with its callback, if it has one, told of a failure only when the values are struck out. */
function withoutValuesWhenFailed(call: readonly unknown[]): readonly unknown[] {
  const done = call.at(-1);
  if (typeof done !== 'function') return call;
  const told = (error: unknown, ...more: unknown[]) => {
    if (error) strikeOut(call[1]);
    done(error, ...more);
  };
  return [...call.slice(0, -1), told];
}

/** drizzle hands its values over beside the statement, in an array of its own. */
function strikeOut(values: unknown): void {
  if (Array.isArray(values)) values.fill('(not told)');
}

function isUnnamed(config: unknown, values: unknown): config is { text: string } {
  if (typeof config !== 'object' || config === null || !('text' in config)) return false;
  // A cursor or another object that sends itself is left alone.
  if ('submit' in config || ('name' in config && config.name)) return false;
  return Array.isArray(values) || ('values' in config && Array.isArray(config.values));
}
