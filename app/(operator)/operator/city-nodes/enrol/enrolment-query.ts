import { queryOptions } from '@tanstack/react-query';

export type EnrolmentAnswer = {
  state: 'asked' | 'enrolled' | 'failed';
  url: string;
  slug: string | null;
  name: string | null;
  /** Text for people; empty unless it failed. */
  failure: string;
};

/** Asked again every second until the enrolment has ended. */
export const enrolmentQuery = (enrolmentId: string) =>
  queryOptions({
    queryKey: ['enrolment', enrolmentId],
    queryFn: async ({ signal }): Promise<EnrolmentAnswer> => {
      const answer = await fetch(`/operator/city-nodes/enrolments/${enrolmentId}`, { signal });
      if (!answer.ok) throw new Error(`enrolment: ${answer.status}`);
      return (await answer.json()) as EnrolmentAnswer; // our own route's answer
    },
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'asked' ? false : 1_000),
  });
