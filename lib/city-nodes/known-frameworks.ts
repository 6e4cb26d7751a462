type KnownFramework = {
  name: string;
  summary: { en: string; zh: string };
  /** Who makes the framework and is paid a share of what is sold on it. */
  provider: { slug: string; name: string; country: string };
};

/** Frameworks that a node may offer. One that is missing here is shown under its bare id until an operator names it. */
const known: Readonly<Record<string, KnownFramework>> = {
  ethereum: {
    name: 'Ethereum',
    summary: {
      en: 'Smart contracts in Solidity, called by JSON-RPC with the tools that you know.',
      zh: '以 Solidity 编写智能合约，使用熟悉的工具经 JSON-RPC 调用。',
    },
    provider: { slug: 'open-evm-foundation', name: 'Open EVM Foundation', country: 'CH' },
  },
  fabric: {
    name: 'Hyperledger Fabric',
    summary: {
      en: 'Permissioned ledgers for organisations that know each other, with chaincode in Go, Java or TypeScript.',
      zh: '面向相互认识的机构的联盟链，链码可用 Go、Java 或 TypeScript 编写。',
    },
    provider: {
      slug: 'hyperledger-fabric-maintainers',
      name: 'Hyperledger Fabric Maintainers',
      country: 'US',
    },
  },
};

export function knownFramework(id: string): KnownFramework {
  // A node may call its framework `constructor`.
  const entry = Object.hasOwn(known, id) ? known[id] : undefined;
  return (
    entry ?? {
      name: id,
      summary: { en: '', zh: '' },
      provider: { slug: `${id}-makers`, name: id, country: 'ZZ' },
    }
  );
}
