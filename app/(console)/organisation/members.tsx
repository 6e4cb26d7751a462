import { Section } from '#components/ui/page-heading.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { requestLocale } from '#lib/i18n/request-locale.ts';
import { newId } from '#lib/ids/new-id.ts';
import { listInvitations, listMembers } from '#lib/members/list-members.ts';
import { grantableRoles } from '#lib/members/member-rules.ts';
import { InviteForm, MemberDialogs, RevokeInvitationForm } from './forms.tsx';

/** What differs between the people of a customer and those of the portal. */
export type MemberWords = {
  caption: string;
  since: string;
  inviteTitle: string;
  inviteLead: string;
  removeText: (name: string) => string;
  leaveText: string;
};

export async function Members({ actor, words }: { actor: Actor; words: MemberWords }) {
  const [members, t, locale] = await Promise.all([
    listMembers(actor),
    getTranslator('organisation'),
    requestLocale(),
  ]);
  const roles = grantableRoles(actor);
  const manages = roles.length > 0;
  const invitations = manages ? await listInvitations(actor) : [];
  const theirs = (role: string) => roles.some((grantable) => grantable === role);
  return (
    <>
      <Table
        caption={words.caption}
        rows={members}
        rowKey={(row) => row.userId}
        columns={[
          { key: 'name', head: t('person'), cell: (row) => row.name },
          { key: 'email', head: t('email'), cell: (row) => row.email },
          { key: 'role', head: t('roleLabel'), cell: (row) => t(`role.${row.role}`) },
          {
            key: 'since',
            head: words.since,
            cell: (row) => <Time at={row.since} precision="day" />,
            wideOnly: true,
          },
          {
            key: 'do',
            head: <span className="sr-only">{t('changeRole')}</span>,
            right: true,
            cell: (row) => (
              <MemberDialogs
                userId={row.userId}
                name={row.name}
                role={row.role}
                roles={theirs(row.role) ? roles : []}
                me={row.userId === actor.id}
                endText={row.userId === actor.id ? words.leaveText : words.removeText(row.name)}
                mayRemove={row.userId === actor.id || theirs(row.role)}
              />
            ),
          },
        ]}
      />
      {invitations.length > 0 && (
        <Section title={t('openInvitations')}>
          <Table
            caption={t('openInvitations')}
            rows={invitations}
            rowKey={(row) => row.id}
            columns={[
              { key: 'email', head: t('email'), cell: (row) => row.email },
              { key: 'role', head: t('roleLabel'), cell: (row) => t(`role.${row.role}`) },
              {
                key: 'until',
                head: t('holdsUntil'),
                cell: (row) => <Time at={row.expiresAt} precision="day" />,
              },
              {
                key: 'do',
                head: <span className="sr-only">{t('takeBack')}</span>,
                right: true,
                cell: (row) => <RevokeInvitationForm invitationId={row.id} email={row.email} />,
              },
            ]}
          />
        </Section>
      )}
      {manages && (
        <Section title={words.inviteTitle} lead={words.inviteLead}>
          <InviteForm requestId={newId()} locale={locale} roles={roles} />
        </Section>
      )}
    </>
  );
}
