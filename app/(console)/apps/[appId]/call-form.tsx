'use client';
import { useId, useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { isRead, signatureOf, type AbiFunction } from '#lib/packages/abi.ts';
import { convertArguments, type AbiFault } from '#lib/packages/abi-values.ts';
import { ArgumentInput } from './argument-input.tsx';
import { CallResults, type CallResult } from './call-results.tsx';
import { callContract, readTransaction, type CallOutcome, type ContractCall } from './gateway-client.ts';
import { useConsoleKey } from './use-console-key.ts';

type Node = { id: string; city: string; door: string };
type Contract = { name: string; functions: AbiFunction[]; nodeIds: string[] };

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Functions of the app's contracts as forms, called from this browser. */
export function CallForm({
  appId,
  nodes,
  contracts,
}: {
  appId: string;
  nodes: readonly Node[];
  contracts: readonly Contract[];
}) {
  const t = useTranslations('appsLive');
  const id = useId();
  const [contractName, setContract] = useState(contracts[0]?.name ?? '');
  const contract = contracts.find(({ name }) => name === contractName) ?? contracts[0];
  const places = nodes.filter((node) => contract?.nodeIds.includes(node.id));
  const [nodeId, setNode] = useState(places[0]?.id ?? '');
  const node = places.find((place) => place.id === nodeId) ?? places[0];
  const functions = contract?.functions ?? [];
  const [signature, setSignature] = useState(firstOf(functions));
  const fn = functions.find((one) => signatureOf(one) === signature) ?? functions[0];
  const [faults, setFaults] = useState<AbiFault[]>([]);
  const [status, setStatus] = useState('');
  const [results, setResults] = useState<CallResult[]>([]);
  const key = useConsoleKey(appId);

  const patch = (resultId: number, outcome: CallOutcome) =>
    setResults((all) => all.map((one) => (one.id === resultId ? { ...one, outcome } : one)));

  async function run(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!contract || !fn || !node || status) return;
    const form = new FormData(event.currentTarget);
    const typed = fn.inputs.map((_, position) => form.get(`${position}`) ?? '');
    const converted = convertArguments(fn.inputs, typed);
    setFaults(converted.ok ? [] : converted.faults);
    if (!converted.ok) return;
    setStatus(t('call.running'));
    const call = { contract: contract.name, function: fn.name, args: converted.values };
    const outcome = await callWithKey(node, isRead(fn) ? 'query' : 'invoke', call);
    setStatus('');
    const result = newResult(node.city, call, outcome);
    setResults((all) => [result, ...all].slice(0, 20));
    if (outcome.kind === 'sent') await follow(result.id, node, outcome);
  }

  async function callWithKey(to: Node, door: 'query' | 'invoke', call: ContractCall): Promise<CallOutcome> {
    const held = await key.get();
    if ('refusal' in held) return { kind: 'refused', code: '', message: held.refusal, resetsAt: null, ms: 0 };
    if (!key.isKnownTo(to.id)) {
      setStatus(t('call.keyOnWay'));
      await key.untilKnown(to.id);
      setStatus(t('call.running'));
    }
    const outcome = await callContract(to.door, door, call, held.secret);
    if (outcome.kind === 'refused' && outcome.code.startsWith('key.')) key.forget();
    return outcome;
  }

  /** Asks where a transaction stands: at once for its block, then until it is in one. */
  async function follow(resultId: number, to: Node, sent: Extract<CallOutcome, { kind: 'sent' }>) {
    const held = await key.get();
    if ('refusal' in held) return;
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const now = await readTransaction(to.door, sent.transactionId, held.secret);
      if (now && now.state !== 'pending') return patch(resultId, { ...sent, ...now });
      await pause(1_000);
    }
  }

  if (!contract || !fn || !node) return null;
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
      <form onSubmit={run} className="grid content-start gap-5" aria-label={t('call.heading')}>
        <div className="grid gap-5 sm:grid-cols-2">
          {contracts.length > 1 && (
            <Choice
              id={`${id}-contract`}
              label={t('call.contract')}
              value={contract.name}
              onChange={(name) => {
                setContract(name);
                setSignature(firstOf(contracts.find((one) => one.name === name)?.functions ?? []));
                setFaults([]);
              }}
              options={contracts.map(({ name }) => ({ value: name, label: name }))}
            />
          )}
          {places.length > 1 && (
            <Choice
              id={`${id}-node`}
              label={t('call.node')}
              value={node.id}
              onChange={setNode}
              options={places.map((place) => ({ value: place.id, label: place.city }))}
            />
          )}
        </div>
        <FunctionChoice
          id={`${id}-function`}
          functions={functions}
          value={signatureOf(fn)}
          onChange={(next) => {
            setSignature(next);
            setFaults([]);
          }}
        />
        <div key={`${contract.name} ${signatureOf(fn)}`} className="grid gap-5">
          {fn.inputs.length === 0 && <p className="text-quiet">{t('call.empty')}</p>}
          {fn.inputs.map((parameter, position) => (
            <ArgumentInput
              key={position}
              id={`${id}-${position}`}
              name={`${position}`}
              parameter={parameter}
              fault={faults.find(({ path }) =>
                new RegExp(`^${parameter.name || position}([.[]|$)`).test(path),
              )}
            />
          ))}
        </div>
        <div className="flex items-center gap-4">
          <Button type="submit" look="primary" aria-disabled={status !== '' || undefined}>
            {isRead(fn) ? t('call.read') : t('call.send')}
          </Button>
          <span role="status" className="text-quiet">
            {status}
          </span>
        </div>
      </form>
      <CallResults results={results} />
    </div>
  );
}

let made = 0;
const newResult = (city: string, call: ContractCall, outcome: CallOutcome): CallResult => {
  made += 1;
  return { id: made, city, call, at: new Date().toISOString(), outcome };
};

/** As the list shows them: what writes comes first. */
const firstOf = (functions: readonly AbiFunction[]): string => {
  const first = functions.find((fn) => !isRead(fn)) ?? functions[0];
  return first ? signatureOf(first) : '';
};

function FunctionChoice({
  id,
  functions,
  value,
  onChange,
}: {
  id: string;
  functions: readonly AbiFunction[];
  value: string;
  onChange: (signature: string) => void;
}) {
  const t = useTranslations('appsLive');
  const groups = [
    { label: t('call.writes'), items: functions.filter((fn) => !isRead(fn)) },
    { label: t('call.reads'), items: functions.filter(isRead) },
  ].filter(({ items }) => items.length > 0);
  return (
    <label htmlFor={id} className="block">
      <span className="mb-1 block font-medium">{t('call.function')}</span>
      <select id={id} className="control" value={value} onChange={(event) => onChange(event.target.value)}>
        {groups.map((group) => (
          <optgroup key={group.label} label={group.label}>
            {group.items.map((fn) => (
              <option key={signatureOf(fn)} value={signatureOf(fn)}>
                {fn.name}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

function Choice({
  id,
  label,
  value,
  options,
  onChange,
}: {
  id: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <label htmlFor={id} className="block">
      <span className="mb-1 block font-medium">{label}</span>
      <select id={id} className="control" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
