'use server';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { formAction } from '#lib/actions/form-action.ts';
import { createApiKey, createApiKeyInput } from '#lib/api-keys/create-api-key.ts';
import { mintConsoleKey, mintConsoleKeyInput } from '#lib/api-keys/mint-console-key.ts';
import { revokeApiKey, revokeApiKeyInput } from '#lib/api-keys/revoke-api-key.ts';
import { rotateApiKey, rotateApiKeyInput } from '#lib/api-keys/rotate-api-key.ts';
import { renameApp, renameAppInput } from '#lib/apps/rename-app.ts';
import { resumeApp, resumeAppInput } from '#lib/apps/resume-app.ts';
import { retireApp, retireAppInput } from '#lib/apps/retire-app.ts';
import { suspendApp, suspendAppInput } from '#lib/apps/suspend-app.ts';
import {
  deployContract,
  deployContractInput,
  upgradeContract,
  upgradeContractInput,
} from '#lib/deployments/deploy-contract.ts';
import { retryDeployment, retryDeploymentInput } from '#lib/deployments/retry-deployment.ts';
import { uploadPackage, uploadPackageInput } from '#lib/packages/upload-package.ts';

/** Constructor arguments stand in the form as `args.<name>`, in the constructor's order. */
const withArguments = (form: unknown): unknown => {
  const fields = Object.entries(form as Record<string, unknown>);
  return {
    ...Object.fromEntries(fields),
    args: fields.filter(([name]) => name.startsWith('args.')).map(([, value]) => value),
  };
};
const progressOf = (appId: string, made: { contractName: string; version: number }) =>
  `/apps/${appId}/deploy?contract=${made.contractName}&version=${made.version}`;

export const deployAction = formAction({
  name: 'contract.deploy',
  input: z.preprocess(withArguments, deployContractInput),
  run: async (actor, input): Promise<undefined> =>
    redirect(progressOf(input.appId, await deployContract(actor, input))),
});

export const upgradeAction = formAction({
  name: 'contract.upgrade',
  input: z.preprocess(withArguments, upgradeContractInput),
  run: async (actor, input): Promise<undefined> =>
    redirect(progressOf(input.appId, await upgradeContract(actor, input))),
});

export const uploadAction = formAction({
  name: 'package.upload',
  input: uploadPackageInput.and(z.object({ appId: z.uuid(), upgrade: z.string().max(64).default('') })),
  run: async (actor, input): Promise<undefined> => {
    const { id } = await uploadPackage(actor, input);
    const upgrade = input.upgrade ? `&upgrade=${encodeURIComponent(input.upgrade)}` : '';
    redirect(`/apps/${input.appId}/deploy?package=${id}${upgrade}`);
  },
});

export const retryDeploymentAction = formAction({
  name: 'contract.retry',
  input: retryDeploymentInput,
  run: async (actor, input) => {
    await retryDeployment(actor, input);
    refresh();
  },
});

export const renameAction = formAction({
  name: 'app.rename',
  input: renameAppInput,
  run: async (actor, input) => {
    await renameApp(actor, input);
    refresh();
  },
});

export const suspendAction = formAction({
  name: 'app.suspend',
  input: suspendAppInput,
  run: async (actor, input) => {
    await suspendApp(actor, input);
    refresh();
  },
});

export const resumeAction = formAction({
  name: 'app.resume',
  input: resumeAppInput,
  run: async (actor, input) => {
    await resumeApp(actor, input);
    refresh();
  },
});

export const retireAction = formAction({
  name: 'app.retire',
  input: retireAppInput,
  run: async (actor, input) => {
    await retireApp(actor, input);
    refresh();
  },
});

export const createKeyAction = formAction({
  name: 'apiKey.create',
  input: createApiKeyInput,
  // No refresh here: it would take the secret's dialog away before it is seen.
  run: (actor, input) => createApiKey(actor, input),
});

export const rotateKeyAction = formAction({
  name: 'apiKey.rotate',
  input: rotateApiKeyInput,
  // No refresh here: it would take the secret's dialog away before it is seen.
  run: (actor, input) => rotateApiKey(actor, input),
});

export const revokeKeyAction = formAction({
  name: 'apiKey.revoke',
  input: revokeApiKeyInput,
  run: async (actor, input) => {
    await revokeApiKey(actor, input);
    refresh();
  },
});

export const consoleKeyAction = formAction({
  name: 'apiKey.console',
  input: mintConsoleKeyInput,
  run: (actor, input) => mintConsoleKey(actor, input),
});
