import { refusePath } from '#lib/rest/refuse-path.ts';

export {
  refusePath as GET,
  refusePath as POST,
  refusePath as PUT,
  refusePath as PATCH,
  refusePath as DELETE,
};
