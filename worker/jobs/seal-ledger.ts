import { sealLedger } from '#lib/ledger/seal-ledger.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'sealLedger'> = async () => {
  await sealLedger();
};
