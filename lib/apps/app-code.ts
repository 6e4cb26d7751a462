import { randomInt } from 'node:crypto';

/** A new public name of an app: `app` and 20 random digits, so that two portals on one city node do not meet. */
export const newAppCode = (): string => `app${Array.from({ length: 20 }, () => randomInt(10)).join('')}`;
