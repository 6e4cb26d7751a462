import { brandOf } from '#lib/brand/brand-of.ts';
import { redeemEnrolment } from '#lib/city-nodes/redeem-enrolment.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import type { Job } from '#worker/job.ts';

/** The node's provider sees the portal under its brand's name. */
export const job: Job<'enrolCityNode'> = async ({ enrolmentId }, { enrol }) => {
  const brand = await brandOf(new URL(portalEnv().PORTAL_URL).host);
  await redeemEnrolment(enrolmentId, brand.name, enrol);
};
