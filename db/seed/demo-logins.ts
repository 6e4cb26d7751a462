const password = 'cityport-demo';

/** Who can sign in to the sandbox's demo, by role. */
export const demoLogins = {
  developer: { email: 'developer@demo.cityport.test', password },
  viewer: { email: 'viewer@demo.cityport.test', password },
  china: { email: 'china@demo.cityport.test', password },
  operator: { email: 'operator@demo.cityport.test', password },
  administrator: { email: 'administrator@demo.cityport.test', password },
  approver: { email: 'approver@demo.cityport.test', password },
  finance: { email: 'finance@demo.cityport.test', password },
} as const;

export type DemoRole = keyof typeof demoLogins;
