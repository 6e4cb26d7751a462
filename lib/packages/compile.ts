import solc from 'solc';
import { z } from 'zod';
import { compilerSettings, presets, sourceOf } from './presets.ts';

// Runs as a process of its own (seed-preset-packages.ts): the compiler takes seconds and some 200 MB, and gives neither
// back while its process lives. Writes one JSON array to standard output.
const output = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).optional(),
  contracts: z
    .record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          abi: z.array(z.record(z.string(), z.unknown())),
          evm: z.object({ bytecode: z.object({ object: z.string() }) }),
        }),
      ),
    )
    .optional(),
});

const input = {
  language: 'Solidity',
  sources: Object.fromEntries(presets.map((p) => [`${p.contract}.sol`, { content: sourceOf(p) }])),
  settings: { ...compilerSettings, outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
};
const compiled = output.parse(JSON.parse(solc.compile(JSON.stringify(input))));
const faults = (compiled.errors ?? []).filter((error) => error.severity === 'error');
if (faults.length > 0) throw new Error(faults.map((fault) => fault.formattedMessage).join('\n'));

const artefacts = presets.map((preset) => {
  const made = compiled.contracts?.[`${preset.contract}.sol`]?.[preset.contract];
  if (!made) throw new Error(`the compiler gave nothing for ${preset.contract}`);
  return { id: preset.id, abi: made.abi, bytecode: `0x${made.evm.bytecode.object}` };
});
process.stdout.write(JSON.stringify(artefacts));
