import {
  functionsOf,
  isRead,
  type AbiFunction,
  type AbiParameter,
  type ContractAbi,
} from '#lib/packages/abi.ts';
import type { Endpoints } from '#lib/apps/endpoints-of.ts';

export type SampleOf = {
  endpoints: Endpoints;
  chainId: string | null;
  contract: { name: string; abi: ContractAbi; address: string | null } | undefined;
  /** A key that was just made; otherwise the samples say where to put one. */
  apiKey?: string;
};

/** Programs that run as they stand once a key is put in: by curl, in TypeScript with ethers, in a browser. */
export function samplesFor(of: SampleOf): { name: string; code: string }[] {
  return [
    { name: 'curl', code: curl(of) },
    { name: 'TypeScript (ethers)', code: typescript(of) },
    { name: 'Browser', code: browser(of) },
  ];
}

const placeholder = 'cpk_your_key';

function curl({ endpoints, contract, apiKey }: SampleOf): string {
  const lines = [
    `KEY='${apiKey ?? placeholder}'`,
    '',
    '# the height of the chain, as JSON-RPC',
    `curl -sw '\\n' ${endpoints.evm} -H "x-api-key: $KEY" -H 'content-type: application/json' \\`,
    `  -d '{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber","params":[]}'`,
  ];
  for (const [words, door, fn] of [
    ['a function that reads, by name', 'query', firstRead(contract?.abi)],
    ["a function that writes, signed by the app's own account", 'invoke', firstWrite(contract?.abi)],
  ] as const) {
    if (!contract || !fn) continue;
    const body = JSON.stringify({ contract: contract.name, function: fn.name, args: exampleArguments(fn) });
    lines.push(
      '',
      `# ${words}`,
      `curl -sw '\\n' ${endpoints.neutral}/${door} -H "x-api-key: $KEY" -H 'content-type: application/json' \\`,
      `  -d '${body.replaceAll("'", String.raw`'\''`)}'`,
    );
  }
  return lines.join('\n');
}

function typescript({ endpoints, chainId, contract, apiKey }: SampleOf): string {
  const read = firstRead(contract?.abi);
  const address = contract?.address;
  const bound = contract && address && read ? { ...contract, address, read } : undefined;
  const imports = bound ? 'Contract, FetchRequest, JsonRpcProvider' : 'FetchRequest, JsonRpcProvider';
  const network = chainId ? `, ${chainId}, { staticNetwork: true }` : '';
  const lines = [
    `// npm install ethers`,
    `import { ${imports} } from 'ethers';`,
    '',
    `const request = new FetchRequest('${endpoints.evm}');`,
    `request.setHeader('x-api-key', process.env.CITY_KEY ?? '${apiKey ?? placeholder}');`,
    `const provider = new JsonRpcProvider(request${network});`,
    '',
    `console.log('height', await provider.getBlockNumber());`,
  ];
  if (bound) {
    lines.push(
      '',
      `const contract = new Contract('${bound.address}', [`,
      `  '${humanReadable(bound.read)}',`,
      `], provider);`,
      `console.log('${bound.read.name}', await contract.${bound.read.name}(${literals(bound.read)}));`,
    );
  }
  return lines.join('\n');
}

function browser({ endpoints, contract, apiKey }: SampleOf): string {
  const read = firstRead(contract?.abi);
  const head = [
    '<!-- Anyone who opens the page can read the key: scope it to functions that strangers may call. -->',
    '<script type="module">',
    `  const headers = { 'x-api-key': '${apiKey ?? placeholder}', 'content-type': 'application/json' };`,
  ];
  const call =
    contract && read
      ? [
          `  const body = ${JSON.stringify({ contract: contract.name, function: read.name, args: exampleArguments(read) })};`,
          `  const response = await fetch('${endpoints.neutral}/query', {`,
          `    method: 'POST', headers, body: JSON.stringify(body),`,
          '  });',
        ]
      : [`  const response = await fetch('${endpoints.neutral}/height', { headers });`];
  return [
    ...head,
    ...call,
    '  document.body.append(JSON.stringify(await response.json()));',
    '</script>',
  ].join('\n');
}

/** Functions without arguments first: they run without anything to fill in. */
const firstRead = (abi: ContractAbi | undefined) => leastArguments(functionsOf(abi ?? []).filter(isRead));
const firstWrite = (abi: ContractAbi | undefined) =>
  functionsOf(abi ?? []).find((fn) => fn.stateMutability === 'nonpayable');

const leastArguments = (functions: AbiFunction[]): AbiFunction | undefined =>
  functions.toSorted((a, b) => a.inputs.length - b.inputs.length)[0];

const exampleArguments = (fn: AbiFunction) => fn.inputs.map(exampleOf);
const literals = (fn: AbiFunction): string =>
  exampleArguments(fn)
    .map((value) => JSON.stringify(value))
    .join(', ');

function exampleOf(parameter: AbiParameter): unknown {
  const { type, components = [] } = parameter;
  if (type.endsWith('[]')) return [];
  const fixed = /^(.*)\[(\d+)\]$/.exec(type);
  if (fixed) {
    const item = { ...parameter, type: fixed[1] ?? '' };
    return Array.from({ length: Number(fixed[2]) }, () => exampleOf(item));
  }
  if (type === 'tuple') return components.map(exampleOf);
  if (type === 'bool') return true;
  if (type === 'address') return `0x${'0'.repeat(40)}`;
  if (type === 'bytes') return '0x';
  const bytes = /^bytes(\d+)$/.exec(type);
  if (bytes) return `0x${'01'.repeat(Number(bytes[1]))}`;
  if (/^u?int/.test(type)) return '1';
  return parameter.name === 'key' ? 'greeting' : 'hello';
}

/** As ethers reads it: `function get(string key) view returns (string value)`. */
function humanReadable(fn: AbiFunction): string {
  const list = (parameters: AbiParameter[]) => parameters.map(parameterText).join(', ');
  const outputs = fn.outputs.length > 0 ? ` returns (${list(fn.outputs)})` : '';
  const mutability = fn.stateMutability === 'nonpayable' ? '' : ` ${fn.stateMutability}`;
  return `function ${fn.name}(${list(fn.inputs)})${mutability}${outputs}`;
}

function parameterText(parameter: AbiParameter): string {
  const { type, name, components } = parameter;
  const typeText = type.startsWith('tuple')
    ? `tuple(${(components ?? []).map(parameterText).join(', ')})${type.slice('tuple'.length)}`
    : type;
  return name ? `${typeText} ${name}` : typeText;
}
