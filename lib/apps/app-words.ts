import { apps } from '#db/schema/apps.ts';

export const appStates = apps.state.enumValues;
export type AppState = (typeof appStates)[number];
