import type { JsonValue } from '#protocol/control/primitives.ts';

/**
 * `contract Box { uint256 private value; event Put(uint256 value); function put(uint256 v) external { require(v != 13);
 * value = v; emit Put(v); } function get() external view returns (uint256) { return value; } }`, by solc 0.8.37.
 */
export const BOX_ABI: Record<string, JsonValue>[] = [
  {
    type: 'event',
    name: 'Put',
    anonymous: false,
    inputs: [{ indexed: false, internalType: 'uint256', name: 'value', type: 'uint256' }],
  },
  {
    type: 'function',
    name: 'get',
    inputs: [],
    outputs: [{ internalType: 'uint256', name: '', type: 'uint256' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'put',
    inputs: [{ internalType: 'uint256', name: 'v', type: 'uint256' }],
    outputs: [],
    stateMutability: 'nonpayable',
  },
];

export const BOX_BYTECODE =
  '0x6080604052348015600f57600080fd5b5060ed8061001e6000396000f3fe6080604052348015600f57600080fd5b506004361060325760003560e01c80633f81a2c01460375780636d4ce63c146048575b600080fd5b6046604236600460d5565b605d565b005b60005460405190815260200160405180910390f35b80600d03609a5760405162461bcd60e51b8152602060048201526007602482015266756e6c75636b7960c81b604482015260640160405180910390fd5b60008190556040518181527f65f3c31a858935c4497f7e0a40f4194b126ca02f308345f11907c453d77a4f259060200160405180910390a150565b60006020828403121560e657600080fd5b503591905056';
