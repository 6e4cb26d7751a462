/** The zone in which the portal cuts weeks, months and terms. */
export const portalTimeZone = (): string => process.env.PORTAL_ZONE ?? 'Asia/Shanghai';
