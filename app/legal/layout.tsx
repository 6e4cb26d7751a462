import type { ReactNode } from 'react';
import { frame } from '#app/frame.tsx';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { PublicShell } from '#components/shell/shell.tsx';

export default async function LegalLayout({ children }: { children: ReactNode }) {
  return (
    <PublicShell {...await frame()}>
      <ClientMessages>{children}</ClientMessages>
    </PublicShell>
  );
}
