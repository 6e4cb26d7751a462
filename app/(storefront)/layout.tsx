import type { ReactNode } from 'react';
import { frame } from '#app/frame.tsx';
import { PublicShell } from '#components/shell/shell.tsx';

export default async function StorefrontLayout({ children }: { children: ReactNode }) {
  return <PublicShell {...await frame()}>{children}</PublicShell>;
}
