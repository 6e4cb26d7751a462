import { Form } from '#components/form/form.tsx';
import { Select, Textarea, TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import type { AppRecord } from '#lib/apps/get-app.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { constructorOf, type AbiParameter } from '#lib/packages/abi.ts';
import type { PackageRecord } from '#lib/packages/list-packages.ts';
import { deployAction, upgradeAction } from '../../actions.ts';

type Props = {
  app: AppRecord;
  contract: PackageRecord;
  upgrade: string | undefined;
  /** Names of contracts that stand already. */
  taken: string[];
};

export async function ArgumentsStep({ app, contract, upgrade, taken }: Props) {
  const t = await getTranslator('apps');
  const parameters = constructorOf(contract.abi);
  const count = app.nodes.filter(({ state }) => state === 'active').length;
  const hidden = { appId: app.id, packageId: contract.id };
  const name = freeName(contract.name, taken);
  return (
    <>
      <h2 className="mb-4 text-20">
        {contract.name} <span className="font-normal text-quiet">{contract.version}</span>
      </h2>
      <Form
        action={upgrade ? upgradeAction : deployAction}
        requestId={newId()}
        hidden={upgrade ? { ...hidden, contractName: upgrade } : hidden}
      >
        {!upgrade && (
          <TextInput
            name="contractName"
            label={t('deployFlow.contractName')}
            help={t('deployFlow.contractNameHelp', { name })}
            defaultValue={name}
            autoComplete="off"
            maxLength={64}
          />
        )}
        {parameters.length === 0 ? (
          <p className="text-quiet">{t('deployFlow.noArguments')}</p>
        ) : (
          <fieldset className="grid gap-5">
            <legend className="mb-3 text-16 font-semibold">{t('deployFlow.constructor')}</legend>
            {parameters.map((parameter, position) => (
              <ConstructorInput key={position} parameter={parameter} position={position} />
            ))}
          </fieldset>
        )}
        <div className="flex flex-wrap gap-2">
          <SubmitButton pending={t('deployFlow.pending')}>
            {t(upgrade ? 'deployFlow.submitUpgrade' : 'deployFlow.submit', { count })}
          </SubmitButton>
          <LinkButton
            look="quiet"
            href={`/apps/${app.id}/deploy${upgrade ? `?upgrade=${encodeURIComponent(upgrade)}` : ''}`}
          >
            {t('deployFlow.another')}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}

function ConstructorInput({ parameter, position }: { parameter: AbiParameter; position: number }) {
  const name = `args.${parameter.name || position}`;
  const label = (
    <>
      {parameter.name || `#${position + 1}`}{' '}
      <span className="font-mono text-13 font-normal text-quiet">{parameter.type}</span>
    </>
  );
  if (parameter.type === 'bool')
    return (
      <Select name={name} label={label} options={['true', 'false'].map((v) => ({ value: v, label: v }))} />
    );
  if (parameter.type.endsWith(']') || parameter.type.startsWith('tuple'))
    return <Textarea name={name} label={label} rows={3} mono spellCheck={false} />;
  return <TextInput name={name} label={label} autoComplete="off" spellCheck={false} />;
}

/** The contract's own name, or with a number where that one stands already. */
function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number += 1) if (!taken.includes(`${name}${number}`)) return `${name}${number}`;
}
