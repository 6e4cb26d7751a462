import { z } from 'zod';
import { AppError } from '#lib/errors/app-error.ts';
import { contractAbi, type ContractAbi } from './abi.ts';

/** Bytes that the EVM takes: of creation code (EIP-3860) and of the code that stays on the chain (EIP-170). */
export const codeLimits = { creation: 49_152, runtime: 24_576 } as const;

export type Artefact = { name: string | null; abi: ContractAbi; bytecode: string };

const codeField = z.union([z.string(), z.object({ object: z.string() }).transform((code) => code.object)]);
const compiled = z.object({
  contractName: z.string().optional(),
  abi: z.array(z.unknown()),
  bytecode: codeField.optional(),
  deployedBytecode: codeField.optional(),
  evm: z.object({ bytecode: codeField.optional(), deployedBytecode: codeField.optional() }).optional(),
});
const standardOutput = z.object({ contracts: z.record(z.string(), z.record(z.string(), z.unknown())) });

/**
 * Reads what compilers write: an artefact of Hardhat or Foundry, a contract of solc's JSON output, or a bare ABI with
 * the bytecode beside it. Throws `invalid`, naming the field and the limit that was crossed.
 */
export function readArtefact(text: string, bytecode: string, wantedName?: string): Artefact {
  const json = parseJson(text);
  const found = Array.isArray(json)
    ? { name: null, contract: { abi: json } }
    : findContract(json, wantedName);
  const contract = compiled.safeParse(found.contract);
  if (!contract.success) throw new AppError('invalid', 'apps.artefact.noAbi', {}, { field: 'artefact' });
  const abi = contractAbi.safeParse(contract.data.abi);
  if (!abi.success) {
    const at = abi.error.issues[0]?.path.join('.') ?? '';
    throw new AppError('invalid', 'apps.artefact.badAbi', { at }, { field: 'artefact' });
  }
  const { evm } = contract.data;
  const code = bytecode.trim() || (contract.data.bytecode ?? evm?.bytecode ?? '');
  const runtime = contract.data.deployedBytecode ?? evm?.deployedBytecode ?? '';
  return {
    name: contract.data.contractName ?? found.name,
    abi: abi.data,
    bytecode: readCode(code, runtime),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new AppError('invalid', 'apps.artefact.notJson', {}, { field: 'artefact', cause });
  }
}

function findContract(json: unknown, wantedName?: string): { name: string | null; contract: unknown } {
  const output = standardOutput.safeParse(json);
  if (!output.success) return { name: null, contract: json };
  const all = Object.values(output.data.contracts).flatMap((file) => Object.entries(file));
  const [only] = all.length === 1 ? all : all.filter(([name]) => name === wantedName);
  if (!only) {
    const names = all.map(([name]) => name).slice(0, 20);
    throw new AppError('invalid', 'apps.artefact.whichOne', { names: names.join(', ') }, { field: 'name' });
  }
  return { name: only[0], contract: only[1] };
}

function readCode(given: string, runtime: string): string {
  const field = 'bytecode';
  const code = given.startsWith('0x') ? given : `0x${given}`;
  if (code === '0x') throw new AppError('invalid', 'apps.artefact.noBytecode', {}, { field });
  if (/__\$[0-9a-fA-F]{34}\$__|__[A-Za-z]/.test(code))
    throw new AppError('invalid', 'apps.artefact.unlinked', {}, { field });
  if (!/^0x([0-9a-fA-F]{2})+$/.test(code))
    throw new AppError('invalid', 'apps.artefact.badBytecode', {}, { field });
  demandSize('apps.artefact.creationTooLarge', code, codeLimits.creation);
  demandSize(
    'apps.artefact.runtimeTooLarge',
    runtime.startsWith('0x') ? runtime : `0x${runtime}`,
    codeLimits.runtime,
  );
  return code.toLowerCase();
}

function demandSize(messageId: string, code: string, limit: number): void {
  const bytes = (code.length - 2) / 2;
  if (bytes > limit) throw new AppError('invalid', messageId, { bytes, limit }, { field: 'bytecode' });
}
