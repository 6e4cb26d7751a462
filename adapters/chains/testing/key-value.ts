import { createRequire } from 'node:module';
import { z } from 'zod';
import { contractPackage, type ContractPackage } from '#protocol/control/operations.ts';

const source = `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;
contract KeyValue {
  event Put(address indexed by, string key, string value);
  error Empty(string key);
  mapping(string => string) private values;
  string public name;
  constructor(string memory given) { name = given; }
  function put(string calldata key, string calldata value) external {
    if (bytes(value).length == 0) revert Empty(key);
    values[key] = value;
    emit Put(msg.sender, key, value);
  }
  function get(string calldata key) external view returns (string memory) { return values[key]; }
}`;

const compiled = z.object({
  contracts: z.object({
    't.sol': z.object({
      KeyValue: z.object({
        abi: z.array(z.record(z.string(), z.unknown())),
        evm: z.object({ bytecode: z.object({ object: z.string() }) }),
      }),
    }),
  }),
});

let known: { abi: unknown; bytecode: string } | undefined;

/** A small contract for tests, compiled once a process by the solc that npm brought. */
export function keyValuePackage(version = '1', name = 'KeyValue'): ContractPackage {
  known ??= compile();
  return contractPackage.parse({ format: 'evm', name, version, ...known, constructorArgs: [`v${version}`] });
}

function compile() {
  // solc is a CommonJS module without types.
  const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string };
  const input = {
    language: 'Solidity',
    sources: { 't.sol': { content: source } },
    settings: { evmVersion: 'paris', outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
  };
  const { KeyValue } = compiled.parse(JSON.parse(solc.compile(JSON.stringify(input)))).contracts['t.sol'];
  return { abi: KeyValue.abi, bytecode: `0x${KeyValue.evm.bytecode.object}` };
}
