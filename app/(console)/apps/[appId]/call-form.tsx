'use client';
import { useId, useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { isRead, signatureOf, type AbiFunction } from '#lib/packages/abi.ts';
import { convertArguments, type AbiFault } from '#lib/packages/abi-values.ts';
import { ArgumentInput } from './argument-input.tsx';
import { CallResults } from './call-results.tsx';
import { useContractCalls, type CallNode } from './use-contract-calls.ts';

type Contract = { name: string; functions: AbiFunction[]; nodeIds: string[] };

/** Functions of the app's contracts as forms, called from this browser. */
export function CallForm({
  appId,
  nodes,
  contracts,
}: {
  appId: string;
  nodes: readonly CallNode[];
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
  const { status, results, call } = useContractCalls(appId);

  async function run(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!contract || !fn || !node || status) return;
    const form = new FormData(event.currentTarget);
    const typed = fn.inputs.map((_, position) => form.get(`${position}`) ?? '');
    const converted = convertArguments(fn.inputs, typed);
    setFaults(converted.ok ? [] : converted.faults);
    if (!converted.ok) return;
    const args = converted.values;
    await call(node, isRead(fn) ? 'query' : 'invoke', { contract: contract.name, function: fn.name, args });
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
              fault={faults.find(({ path }) => isWithin(path, parameter.name || `${position}`))}
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

/** Whether a path as `convertArguments` gives it leads to this argument or into it. */
const isWithin = (path: string, argument: string): boolean =>
  path === argument || path.startsWith(`${argument}.`) || path.startsWith(`${argument}[`);

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
