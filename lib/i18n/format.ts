import { languageTags, type Locale } from './locale.ts';

/** How an instant is written. `day` 23 Nov 2026 / 2026年11月23日; `minute` adds 14:05; `second` adds :09. */
export type Precision = 'day' | 'minute' | 'second';

export type Formats = {
  readonly locale: Locale;
  /** The zone in which instants are written here. */
  readonly timeZone: string;
  date(instant: Date | string, precision?: Precision): string;
  /** As `date`, in another zone and with its name. */
  dateIn(zone: string, instant: Date | string, precision?: Precision): string;
  number(value: number | bigint, options?: Intl.NumberFormatOptions): string;
  percent(ratio: number, digits?: number): string;
  /** Bytes in powers of ten, as storage and bandwidth are sold. */
  bytes(count: number | bigint): string;
  /** "3 minutes ago", "in 2 days", against `now`. */
  relative(instant: Date | string, now: Date): string;
  list(items: readonly string[]): string;
  country(code: string): string;
  /** A length of time: 340 ms, 2.1 s, 4 min 10 s. */
  duration(milliseconds: number): string;
};

const parts: Record<Precision, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  minute: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  second: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
};

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** Formatting for one reader: pure, the same on server and worker. */
export function formatsFor(locale: Locale, timeZone = 'UTC'): Formats {
  const tag = languageTags[locale];
  const write = (zone: string, instant: Date | string, precision: Precision) =>
    dateFormat(tag, zone, precision).format(typeof instant === 'string' ? new Date(instant) : instant);
  return {
    locale,
    timeZone,
    date: (instant, precision = 'day') => tidy(write(timeZone, instant, precision)),
    dateIn: (zone, instant, precision = 'minute') => `${tidy(write(zone, instant, precision))} ${zone}`,
    number: (value, options) => numberFormat(tag, options).format(value),
    percent: (ratio, digits = 0) =>
      numberFormat(tag, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(ratio),
    bytes: (count) => bytes(tag, Number(count)),
    relative: (instant, now) => {
      const seconds =
        ((typeof instant === 'string' ? Date.parse(instant) : instant.getTime()) - now.getTime()) / 1000;
      const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
      return new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
    },
    list: (items) => new Intl.ListFormat(tag, { type: 'conjunction' }).format(items),
    country: (code) => {
      try {
        return new Intl.DisplayNames(tag, { type: 'region' }).of(code) ?? code;
      } catch {
        return code;
      }
    },
    duration: (ms) => {
      if (ms < 1000) return `${numberFormat(tag, { maximumFractionDigits: 0 }).format(ms)} ms`;
      if (ms < 60_000) return `${numberFormat(tag, { maximumFractionDigits: 1 }).format(ms / 1000)} s`;
      const seconds = Math.round(ms / 1000);
      return `${numberFormat(tag).format(Math.floor(seconds / 60))} min ${seconds % 60} s`;
    },
  };
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
function dateFormat(tag: string, zone: string, precision: Precision): Intl.DateTimeFormat {
  const id = `${tag} ${zone} ${precision}`;
  const known = dateFormats.get(id);
  if (known) return known;
  const made = new Intl.DateTimeFormat(tag, { ...parts[precision], timeZone: zone });
  if (dateFormats.size < 200) dateFormats.set(id, made);
  return made;
}

function numberFormat(tag: string, options?: Intl.NumberFormatOptions): Intl.NumberFormat {
  return new Intl.NumberFormat(tag, options);
}

/** British English sets a comma between date and time and may write "Sept"; we write neither. */
function tidy(text: string): string {
  return text.replace(',', '').replace('Sept', 'Sep');
}

function bytes(tag: string, count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const step = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** step;
  return `${numberFormat(tag, { maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 }).format(value)} ${units[step]}`;
}
