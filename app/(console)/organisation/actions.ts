'use server';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { formAction } from '#lib/actions/form-action.ts';
import { createApiToken, createApiTokenInput } from '#lib/api-tokens/create-api-token.ts';
import { revokeApiToken, revokeApiTokenInput } from '#lib/api-tokens/revoke-api-token.ts';
import { changeRole, changeRoleInput } from '#lib/members/change-role.ts';
import { inviteMember, inviteMemberInput } from '#lib/members/invite-member.ts';
import { removeMember, removeMemberInput } from '#lib/members/remove-member.ts';
import { revokeInvitation, revokeInvitationInput } from '#lib/members/revoke-invitation.ts';
import { renameOrganisation, renameOrganisationInput } from '#lib/organisations/rename-organisation.ts';
import { saveBillingProfile, saveBillingProfileInput } from '#lib/organisations/save-billing-profile.ts';

export const renameOrganisationAction = formAction({
  name: 'organisation.rename',
  input: renameOrganisationInput,
  run: async (actor, input) => {
    await renameOrganisation(actor, input);
    refresh();
  },
});

export const saveBillingProfileAction = formAction({
  name: 'billingProfile.save',
  input: saveBillingProfileInput,
  run: async (actor, input) => {
    await saveBillingProfile(actor, input);
    refresh();
  },
});

export const inviteMemberAction = formAction({
  name: 'member.invite',
  input: inviteMemberInput,
  run: async (actor, input) => {
    await inviteMember(actor, input);
    refresh();
    return { email: input.email };
  },
});

export const revokeInvitationAction = formAction({
  name: 'member.revokeInvitation',
  input: revokeInvitationInput,
  run: async (actor, input) => {
    await revokeInvitation(actor, input);
    refresh();
  },
});

export const changeRoleAction = formAction({
  name: 'member.changeRole',
  input: changeRoleInput,
  run: async (actor, input) => {
    await changeRole(actor, input);
    refresh();
  },
});

export const removeMemberAction = formAction({
  name: 'member.remove',
  input: removeMemberInput,
  run: async (actor, input) => {
    await removeMember(actor, input);
    if (actor.id === input.userId) redirect('/account');
    refresh();
  },
});

export const createApiTokenAction = formAction({
  name: 'apiToken.create',
  input: createApiTokenInput,
  run: async (actor, input) => {
    const made = await createApiToken(actor, input);
    refresh();
    return made;
  },
});

export const revokeApiTokenAction = formAction({
  name: 'apiToken.revoke',
  input: revokeApiTokenInput,
  run: async (actor, input) => {
    await revokeApiToken(actor, input);
    refresh();
  },
});
