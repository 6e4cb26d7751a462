/** Who is paid out of a sale, in the order in which ties fall and sheets are read. */
export const partyOrder = ['portal', 'provider', 'framework', 'operations', 'tax'] as const;
export type Party = (typeof partyOrder)[number];
