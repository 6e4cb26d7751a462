import { cache } from 'react';
import { headers } from 'next/headers';
import type { Brand } from './brand.ts';
import { brandOf } from './brand-of.ts';

/** The brand of the host that this request asked for, read once a render. */
export const getBrand = cache(async (): Promise<Brand> => brandOf((await headers()).get('host') ?? ''));
