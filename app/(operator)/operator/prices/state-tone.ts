/** How the state of something that takes two people is shown. */
export const stateTone = { draft: 'quiet', proposed: 'warn', approved: 'quiet', rejected: 'bad' } as const;
