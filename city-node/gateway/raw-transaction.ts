import { decodeRlp, keccak256 } from 'ethers';
import { refuse, type Refusal } from './refusal.ts';

/** What the gateway must know of a signed transaction. The signature itself is the chain's to check. */
export interface RawTransaction {
  id: string;
  /** As it came, 0x hex. */
  raw: string;
  bytes: number;
  chainId: bigint;
  /** Null: it deploys. */
  to: string | null;
  data: string;
}

/** Places of the fields in each envelope that is taken; blobs (3) are not. */
const ENVELOPES: Record<number, { chainId: number; to: number; data: number; fields: number }> = {
  1: { chainId: 0, to: 4, data: 6, fields: 11 },
  2: { chainId: 0, to: 5, data: 7, fields: 12 },
  4: { chainId: 0, to: 5, data: 7, fields: 13 },
};

const malformed = refuse(400, 'transaction.malformed', 'This is not a signed transaction that can be read.');

/** Reads the envelope of a raw transaction, strictly. */
export function readRawTransaction(raw: unknown): RawTransaction | Refusal {
  if (typeof raw !== 'string' || !/^0x([0-9a-fA-F]{2})+$/.test(raw)) return malformed;
  const first = Number.parseInt(raw.slice(2, 4), 16);
  try {
    return first >= 0xc0 ? readLegacy(raw) : readTyped(raw, first);
  } catch {
    return malformed;
  }
}

function readTyped(raw: string, type: number): RawTransaction | Refusal {
  const places = ENVELOPES[type];
  if (!places)
    return refuse(
      400,
      'transaction.unsupported',
      `Transactions of type ${type} are not taken: use 0, 1, 2 or 4.`,
    );
  const fields = decodeRlp('0x' + raw.slice(4));
  if (!Array.isArray(fields) || fields.length !== places.fields) return malformed;
  return transactionOf(raw, numberOf(fields[places.chainId]), fields[places.to], fields[places.data]);
}

function readLegacy(raw: string): RawTransaction | Refusal {
  const fields = decodeRlp(raw);
  if (!Array.isArray(fields) || fields.length !== 9) return malformed;
  const v = numberOf(fields[6]);
  if (v < 35n)
    return refuse(
      400,
      'transaction.no-chain',
      'A transaction must name its chain (EIP-155), or it could be replayed.',
    );
  return transactionOf(raw, (v - 35n) / 2n, fields[3], fields[5]);
}

function transactionOf(raw: string, chainId: bigint, to: unknown, data: unknown): RawTransaction | Refusal {
  if (typeof to !== 'string' || typeof data !== 'string' || (to.length !== 42 && to !== '0x'))
    return malformed;
  return { id: keccak256(raw), raw, bytes: (raw.length - 2) / 2, chainId, to: to === '0x' ? null : to, data };
}

function numberOf(field: unknown): bigint {
  if (typeof field !== 'string' || field.length > 66) throw new TypeError('no number');
  return field === '0x' ? 0n : BigInt(field);
}
