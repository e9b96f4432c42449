// A shop whose payments Stripe takes, and the emulator that stands for Stripe: both of their own, for this worker.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort, startShop, type OwnShop } from '../attack/support/own-shop';
import { expect, test as base } from './shop';

const ROOT = path.resolve(__dirname, '../..');
const SECRET = 'whsec_journey';

function emulator(): string {
  const built = ['debug', 'release'].map((profile) => path.join(ROOT, 'target', profile, 'tradewind-chaos'));
  const file = [process.env.TRADEWIND_CHAOS_BIN, ...built].find((candidate) => candidate && existsSync(candidate));
  if (!file) throw new Error('the emulator of Stripe is not built: cargo build --package chaos');
  return file;
}

/** Resolves when it answers. */
async function emulate(port: number, shop: OwnShop): Promise<ChildProcess> {
  const child = spawn(emulator(), ['stripe', '--port', String(port), '--webhook', `${shop.base}/webhooks/stripe`, '--secret', SECRET]);
  const said = await new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => resolve(`it ended with ${code}`));
  });
  expect(said).toBe(`http://127.0.0.1:${port}`);
  return child;
}

export interface StripeShop {
  base: string;
  stripe: string;
}

export const test = base.extend<object, { shop: StripeShop }>({
  shop: [
    async ({}, use) => {
      const port = await freePort();
      const stripe = `http://127.0.0.1:${port}`;
      const shop = await startShop({
        STRIPE_SECRET_KEY: 'sk_test_journey', STRIPE_PUBLISHABLE_KEY: 'pk_test_journey', STRIPE_WEBHOOK_SECRET: SECRET,
        STRIPE_API_BASE: `${stripe}/`, STRIPE_JS_URL: `${stripe}/stripe.js`, TRADEWIND_RATE_LIMIT: '600000',
      });
      const child = await emulate(port, shop);
      await use({ base: shop.base, stripe });
      child.kill();
      await shop.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ shop }, use) => use(shop.base),
});

export { expect };
