import { mailTransportContract } from '../contract.ts';
import { mailboxTransport } from './index.ts';

mailTransportContract('mailbox', async () => {
  const arrived: string[] = [];
  let broken = false;
  return {
    transport: mailboxTransport({
      keep: async (mailId) => {
        if (broken) throw new Error('database down');
        arrived.push(mailId);
      },
    }),
    arrived: () => arrived,
    breakDown: async () => {
      broken = true;
    },
    close: async () => undefined,
  };
});
