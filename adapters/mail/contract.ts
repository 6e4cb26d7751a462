import { describe, expect, it } from 'vitest';
import type { MailTransport, OutgoingMail } from './port.ts';

/** A way to bring a mail out, and to look at what came out of it. */
export type MailTransportUnderTest = {
  transport: MailTransport;
  /** Mails that arrived, by id, in order. */
  arrived: () => string[];
  /** From now on the other end is out of order. */
  breakDown: () => Promise<void>;
  close: () => Promise<void>;
};

const mail = (id: string, to = 'ada@people.test'): OutgoingMail => ({
  id,
  to,
  subject: 'Grüße 问候',
  text: 'Hello\n.\nand a line that is only a dot',
  html: '<p>Hello</p>',
});
const calm = () => ({ signal: AbortSignal.timeout(20_000) });

/** What every transport promises, whatever it is made of. */
export function mailTransportContract(name: string, make: () => Promise<MailTransportUnderTest>): void {
  describe(`mail transport contract: ${name}`, () => {
    it('sends a mail, whole, under its own id', async () => {
      const under = await make();
      expect(await under.transport.send(mail('one'), calm())).toEqual({ kind: 'sent' });
      expect(under.arrived()).toEqual(['one']);
      await under.close();
    });

    it('says rejected of an address that will never do', async () => {
      const under = await make();
      expect(await under.transport.send(mail('two', 'nobody'), calm())).toMatchObject({ kind: 'rejected' });
      expect(under.arrived()).toEqual([]);
      await under.close();
    });

    it('says unknown, and throws nothing, when the other end is out of order', async () => {
      const under = await make();
      await under.breakDown();
      expect(await under.transport.send(mail('three'), calm())).toMatchObject({ kind: 'unknown' });
      await under.close();
    });
  });
}
