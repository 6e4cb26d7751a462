import { describe, expect, it } from 'vitest';
import { readArtefact } from './read-artefact.ts';

const abi = [{ type: 'function', name: 'get', inputs: [], outputs: [], stateMutability: 'view' }];
const messageOf = (text: string, code = '') => {
  try {
    readArtefact(text, code);
    return 'accepted';
  } catch (error) {
    return (error as { messageId?: string }).messageId;
  }
};

describe('artefacts', () => {
  it.each([
    ['Hardhat', { contractName: 'Box', abi, bytecode: '0x6001', deployedBytecode: '0x60' }],
    ['Foundry', { contractName: 'Box', abi, bytecode: { object: '0x6001' } }],
    ['solc', { contracts: { 'Box.sol': { Box: { abi, evm: { bytecode: { object: '6001' } } } } } }],
  ])('of %s are read', (_, artefact) =>
    expect(readArtefact(JSON.stringify(artefact), '')).toMatchObject({ name: 'Box', bytecode: '0x6001' }),
  );

  it('a bare ABI takes the bytecode beside it', () =>
    expect(readArtefact(JSON.stringify(abi), '6001')).toMatchObject({ name: null, bytecode: '0x6001' }));

  it.each([
    ['{', '', 'apps.artefact.notJson'],
    ['{"a":1}', '', 'apps.artefact.noAbi'],
    ['[]', '0x60', 'apps.artefact.badAbi'],
    [JSON.stringify(abi), '', 'apps.artefact.noBytecode'],
    [JSON.stringify(abi), '0x6', 'apps.artefact.badBytecode'],
    [JSON.stringify(abi), `60__$${'a'.repeat(34)}$__60`, 'apps.artefact.unlinked'],
    [JSON.stringify(abi), '00'.repeat(49_153), 'apps.artefact.creationTooLarge'],
    [
      JSON.stringify({ abi, bytecode: '0x60', deployedBytecode: `0x${'00'.repeat(24_577)}` }),
      '',
      'apps.artefact.runtimeTooLarge',
    ],
  ])('%.20s… is refused by name', (text, code, wanted) => expect(messageOf(text, code)).toBe(wanted));

  it('of several contracts asks for a name', () => {
    const contract = { abi, evm: { bytecode: { object: '6001' } } };
    const text = JSON.stringify({ contracts: { 'a.sol': { A: contract, B: contract } } });
    expect(messageOf(text)).toBe('apps.artefact.whichOne');
    expect(readArtefact(text, '', 'B').name).toBe('B');
  });
});
