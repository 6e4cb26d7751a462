import { enrolOverHttp } from '#adapters/city-node/http/index.ts';
import type { Enrol } from '#adapters/city-node/port.ts';
import type { MailTransport } from '#adapters/mail/port.ts';
import type { CityNodes } from '#lib/city-nodes/nodes.ts';
import { portalKey } from '#lib/city-nodes/portal-key.ts';
import { cityNodesOverHttp } from './city-nodes.ts';
import { mailTransport } from './mail.ts';
import { paymentProviders, type PaymentProviders } from './payment-providers.ts';

/** What jobs reach beyond the database: one set a process, or a test's own. */
export type WorkerContext = {
  nodes: CityNodes;
  enrol: Enrol;
  payments: PaymentProviders;
  mail: MailTransport;
};

/** Built from the environment; throws naming what is missing, before any job is taken. */
export function contextFromEnvironment(): WorkerContext {
  const key = portalKey();
  return {
    nodes: cityNodesOverHttp(key),
    enrol: enrolOverHttp({ key }),
    payments: paymentProviders(),
    mail: mailTransport(),
  };
}
