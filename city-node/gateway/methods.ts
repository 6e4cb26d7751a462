/** What a JSON-RPC method does, as far as the gateway cares. */
export type MethodKind =
  /** Plain chain data: any key. */
  | 'read'
  /** Runs a contract's function without a transaction: the function must be the key's. */
  | 'call'
  /** Brings a signed transaction. */
  | 'write'
  /** On a WebSocket only. */
  | 'subscribe';

const of = (kind: MethodKind, names: string): [string, MethodKind][] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name, kind]);

/**
 * All that an app may ask of its chain. Whatever is not here is refused: node administration (`admin_`, `debug_`,
 * `anvil_`, `personal_`, `txpool_` …), and all that makes the node sign (`eth_accounts`, `eth_sendTransaction` …).
 */
export const METHODS: ReadonlyMap<string, MethodKind> = new Map([
  ...of(
    'read',
    `eth_blobBaseFee eth_blockNumber eth_chainId eth_feeHistory eth_gasPrice eth_getBalance eth_getBlockByHash
     eth_getBlockByNumber eth_getBlockReceipts eth_getBlockTransactionCountByHash eth_getBlockTransactionCountByNumber
     eth_getCode eth_getFilterChanges eth_getFilterLogs eth_getLogs eth_getProof eth_getStorageAt
     eth_getTransactionByBlockHashAndIndex eth_getTransactionByBlockNumberAndIndex eth_getTransactionByHash
     eth_getTransactionCount eth_getTransactionReceipt eth_getUncleByBlockHashAndIndex
     eth_getUncleByBlockNumberAndIndex eth_getUncleCountByBlockHash eth_getUncleCountByBlockNumber
     eth_maxPriorityFeePerGas eth_newBlockFilter eth_newFilter eth_protocolVersion eth_syncing eth_uninstallFilter
     net_listening net_peerCount net_version web3_clientVersion web3_sha3`,
  ),
  ...of('call', 'eth_call eth_createAccessList eth_estimateGas'),
  ...of('write', 'eth_sendRawTransaction'),
  ...of('subscribe', 'eth_subscribe eth_unsubscribe'),
]);

/** The name under which a call is counted; names that nobody knows share one, so that callers cannot invent rows. */
export const countedName = (method: unknown): string =>
  typeof method === 'string' && METHODS.has(method) ? method : 'other';
