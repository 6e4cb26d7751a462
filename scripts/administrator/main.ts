import { closeDb } from '#db/connection.ts';
import { systemActor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { appointAdministrator, appointAdministratorInput } from '#lib/members/appoint-administrator.ts';

// npm run administrator -- E-MAIL: the first of the portal's staff, who then invites the others on the staff page.
const asked = appointAdministratorInput.safeParse({ email: process.argv[2] ?? '' });
if (!asked.success) {
  console.error('usage: npm run administrator -- E-MAIL');
  console.error(
    'Makes the person with this confirmed account an administrator of the portal. Needs DATABASE_URL.',
  );
  process.exit(2);
}
try {
  const { name, already } = await appointAdministrator(systemActor('administrator command'), asked.data);
  console.log(
    already
      ? `${name} is an administrator already.`
      : `${name} is an administrator now. Signed in, they choose the portal under “Your account”.`,
  );
} catch (error) {
  if (!(error instanceof AppError) || error.code !== 'notFound') throw error;
  console.error(`No confirmed account has the address ${asked.data.email}. Sign up with it first.`);
  process.exitCode = 1;
} finally {
  await closeDb();
}
