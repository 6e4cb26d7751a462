import { chainDriverContract } from '../contract.ts';
import { memoryChain } from './index.ts';

chainDriverContract('memory', async () => {
  const driver = memoryChain();
  const operator = driver.signerOf(driver.newAccount().secret);
  return { driver, operator, stop: () => driver.close() };
});
