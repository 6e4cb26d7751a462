export type Endpoints = {
  /** JSON-RPC over HTTP and over WebSocket. */
  evm: string;
  evmSocket: string;
  /** Framework-neutral doors: `/invoke`, `/query`, `/transactions/{id}`, `/blocks/{id}`, `/height`. */
  neutral: string;
};

/** Where an app is called at a city node: paths of the gateway protocol under the node's public address. */
export function endpointsOf(gatewayUrl: string, appCode: string): Endpoints {
  const base = gatewayUrl.replace(/\/+$/, '');
  return {
    evm: `${base}/evm/v1/${appCode}`,
    evmSocket: `${base.replace(/^http/, 'ws')}/evm/v1/${appCode}`,
    neutral: `${base}/v1/apps/${appCode}`,
  };
}
