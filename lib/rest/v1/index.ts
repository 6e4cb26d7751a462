import type { RestOperation } from '../operation.ts';
import * as apps from './apps.ts';
import * as catalogue from './catalogue.ts';
import * as deployments from './deployments.ts';
import * as keys from './keys.ts';
import * as orders from './orders.ts';
import * as quotes from './quotes.ts';

/** Every operation of `/api/v1`: the OpenAPI document lists them, and a test holds the routes to them. */
export const operations: readonly RestOperation[] = [
  ...Object.values(catalogue),
  ...Object.values(quotes),
  ...Object.values(orders),
  ...Object.values(apps),
  ...Object.values(deployments),
  ...Object.values(keys),
];
