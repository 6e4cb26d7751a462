import { z } from 'zod';

/** An id that the database counts up, as text; also where a page of a list in its order ended. */
export const countedId = z.string().regex(/^\d{1,18}$/);
