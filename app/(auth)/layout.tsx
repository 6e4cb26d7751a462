import type { ReactNode } from 'react';
import { frame } from '#app/frame.tsx';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { PublicShell } from '#components/shell/shell.tsx';

export default async function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <PublicShell {...await frame()} plain>
      <ClientMessages>
        <div className="mx-auto w-full max-w-md pt-4 sm:pt-10">{children}</div>
      </ClientMessages>
    </PublicShell>
  );
}
