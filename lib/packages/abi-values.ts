import type { AbiParameter } from './abi.ts';

export type AbiValue = string | number | boolean | null | AbiValue[] | { [key: string]: AbiValue };
/** Which text of `apps.argument` says what is wrong, and where. */
export type AbiFault = { path: string; messageId: string; params: Record<string, string> };
export type AbiConversion = { ok: true; values: AbiValue[] } | { ok: false; faults: AbiFault[] };

/**
 * Turns what was typed (text) or sent (JSON) into arguments as they travel to a city node: integers as decimal text,
 * bytes as lower-case 0x hex, tuples as arrays. Pure; says everything that is wrong, not just the first.
 */
export function convertArguments(
  parameters: readonly AbiParameter[],
  given: readonly unknown[],
): AbiConversion {
  if (given.length !== parameters.length) {
    const params = { wanted: String(parameters.length), given: String(given.length) };
    return { ok: false, faults: [{ path: '', messageId: 'apps.argument.count', params }] };
  }
  const faults: AbiFault[] = [];
  const values = parameters.map((parameter, position) =>
    convert(parameter, given[position], parameter.name || String(position), faults),
  );
  return faults.length > 0 ? { ok: false, faults } : { ok: true, values };
}

function convert(parameter: AbiParameter, given: unknown, path: string, faults: AbiFault[]): AbiValue {
  const array = /^(.*)\[(\d*)\]$/.exec(parameter.type);
  if (array) return convertArray(parameter, array[1] ?? '', array[2] ?? '', given, path, faults);
  if (parameter.type === 'tuple') return convertTuple(parameter, given, path, faults);
  const value = scalar(parameter.type, given);
  if (value !== undefined) return value;
  faults.push({ path, messageId: faultOf(parameter.type), params: { type: parameter.type } });
  return null;
}

function convertArray(
  parameter: AbiParameter,
  itemType: string,
  length: string,
  given: unknown,
  path: string,
  faults: AbiFault[],
): AbiValue {
  const items = listOf(given);
  if (!items || items.length > 1000 || (length !== '' && items.length !== Number(length))) {
    faults.push({ path, messageId: 'apps.argument.array', params: { type: parameter.type } });
    return null;
  }
  const item = { ...parameter, type: itemType };
  return items.map((value, position) => convert(item, value, `${path}[${position}]`, faults));
}

function convertTuple(parameter: AbiParameter, given: unknown, path: string, faults: AbiFault[]): AbiValue {
  const components = parameter.components ?? [];
  const read = typeof given === 'string' ? parsed(given) : given;
  const fields: unknown[] | undefined = Array.isArray(read)
    ? read
    : isRecord(read)
      ? components.map((component) => read[component.name])
      : undefined;
  if (!fields || fields.length !== components.length) {
    faults.push({ path, messageId: 'apps.argument.tuple', params: { type: parameter.type } });
    return null;
  }
  return components.map((component, position) =>
    convert(component, fields[position], `${path}.${component.name || position}`, faults),
  );
}

/** Undefined when `given` is not of that type. */
function scalar(type: string, given: unknown): string | boolean | undefined {
  if (type === 'string') return typeof given === 'string' && given.length <= 100_000 ? given : undefined;
  if (type === 'bool') return booleanOf(given);
  const text = typeof given === 'number' || typeof given === 'bigint' ? String(given) : given;
  if (typeof text !== 'string') return undefined;
  const trimmed = text.trim();
  if (type === 'address') return /^0x[0-9a-fA-F]{40}$/.test(trimmed) ? trimmed.toLowerCase() : undefined;
  if (type === 'function') return bytesOf(trimmed, 24);
  if (type.startsWith('bytes')) return bytesOf(trimmed, type === 'bytes' ? null : Number(type.slice(5)));
  const integer = /^(u?)int(\d*)$/.exec(type);
  if (integer) return integerOf(trimmed, integer[1] === 'u', Number(integer[2] || 256));
  return undefined;
}

function booleanOf(given: unknown): boolean | undefined {
  if (typeof given === 'boolean') return given;
  const text = typeof given === 'string' ? given.trim().toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function bytesOf(text: string, length: number | null): string | undefined {
  if (!/^0x([0-9a-fA-F]{2})*$/.test(text)) return undefined;
  if (length !== null && text.length !== 2 + 2 * length) return undefined;
  return text.toLowerCase();
}

function integerOf(text: string, unsigned: boolean, bits: number): string | undefined {
  if (!/^(-?\d{1,80}|0x[0-9a-fA-F]{1,64})$/.test(text)) return undefined;
  const value = BigInt(text);
  const low = unsigned ? 0n : -(2n ** BigInt(bits - 1));
  const high = 2n ** BigInt(unsigned ? bits : bits - 1) - 1n;
  return value >= low && value <= high ? value.toString() : undefined;
}

function faultOf(type: string): string {
  if (/^u?int/.test(type)) return 'apps.argument.integer';
  if (type === 'address') return 'apps.argument.address';
  if (type === 'bool') return 'apps.argument.bool';
  if (type.startsWith('bytes') || type === 'function') return 'apps.argument.bytes';
  return 'apps.argument.text';
}

/** A list as JSON, or typed as lines or with commas. */
function listOf(given: unknown): unknown[] | undefined {
  if (Array.isArray(given)) return given;
  if (typeof given !== 'string') return undefined;
  const text = given.trim();
  if (text === '') return [];
  if (!text.startsWith('[')) return text.split(/[\n,]/).map((item) => item.trim());
  const read = parsed(text);
  return Array.isArray(read) ? read : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
