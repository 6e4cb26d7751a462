import { z } from 'zod';

/** A parameter of a function, event or error. Pure and free of the server: the call form in the browser uses it too. */
export type AbiParameter = {
  name: string;
  type: string;
  indexed?: boolean | undefined;
  components?: AbiParameter[] | undefined;
};

const identifier = z
  .string()
  .max(128)
  .regex(/^[A-Za-z_$]?[A-Za-z0-9_$]*$/);
const solidityType = z
  .string()
  .max(80)
  .regex(/^(u?int(\d{1,3})?|address|bool|string|bytes\d{0,2}|function|tuple)(\[\d{0,5}\])*$/);

export const abiParameter: z.ZodType<AbiParameter> = z.lazy(() =>
  z
    .object({
      name: identifier.default(''),
      type: solidityType,
      indexed: z.boolean().optional(),
      components: z.array(abiParameter).max(64).optional(),
    })
    .refine((p) => !p.type.startsWith('tuple') || p.components !== undefined),
);

const parameters = z.array(abiParameter).max(64).default([]);
const mutability = z.enum(['pure', 'view', 'nonpayable', 'payable']);

export const abiItem = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('function'),
    name: identifier.min(1),
    inputs: parameters,
    outputs: parameters,
    stateMutability: mutability.default('nonpayable'),
  }),
  z.object({
    type: z.literal('constructor'),
    inputs: parameters,
    stateMutability: mutability.default('nonpayable'),
  }),
  z.object({
    type: z.literal('event'),
    name: identifier.min(1),
    inputs: parameters,
    anonymous: z.boolean().default(false),
  }),
  z.object({ type: z.literal('error'), name: identifier.min(1), inputs: parameters }),
  z.object({ type: z.literal('fallback'), stateMutability: mutability.default('nonpayable') }),
  z.object({ type: z.literal('receive'), stateMutability: mutability.default('payable') }),
]);
export const contractAbi = z.array(abiItem).min(1).max(1000);

export type AbiItem = z.output<typeof abiItem>;
export type ContractAbi = z.output<typeof contractAbi>;
export type AbiFunction = Extract<AbiItem, { type: 'function' }>;
export type AbiEvent = Extract<AbiItem, { type: 'event' }>;

export const functionsOf = (abi: ContractAbi): AbiFunction[] =>
  abi.filter((item): item is AbiFunction => item.type === 'function');
export const eventsOf = (abi: ContractAbi): AbiEvent[] =>
  abi.filter((item): item is AbiEvent => item.type === 'event');
export const constructorOf = (abi: ContractAbi): AbiParameter[] =>
  abi.find((item) => item.type === 'constructor')?.inputs ?? [];

/** True when calling it changes nothing and costs nothing. */
export const isRead = (fn: AbiFunction): boolean =>
  fn.stateMutability === 'view' || fn.stateMutability === 'pure';

/** `put(string,string)`: tells overloads apart. */
export const signatureOf = (fn: { name: string; inputs: AbiParameter[] }): string =>
  `${fn.name}(${fn.inputs.map(typeText).join(',')})`;

function typeText(parameter: AbiParameter): string {
  if (!parameter.type.startsWith('tuple')) return parameter.type;
  return `(${(parameter.components ?? []).map(typeText).join(',')})${parameter.type.slice('tuple'.length)}`;
}
