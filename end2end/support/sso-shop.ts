// A shop that believes a provider of OpenID Connect, and the provider: both of their own, for this worker.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort, startShop, type OwnShop } from '../attack/support/own-shop';
import { expect, test as base } from './shop';

const SCRIPT = path.resolve(__dirname, 'oidc-provider.mjs');

/** Resolves when it answers. */
async function vouch(port: number, shop: OwnShop): Promise<ChildProcess> {
  const child = spawn(process.execPath, [SCRIPT, String(port), shop.base], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = await new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => resolve(`it ended with ${code}`));
  });
  expect(said).toBe(`http://127.0.0.1:${port}`);
  return child;
}

export interface SsoShop {
  base: string;
  /** The provider's address: another site than the shop's. */
  provider: string;
}

export const test = base.extend<object, { shop: SsoShop }>({
  shop: [
    async ({}, use) => {
      const port = await freePort();
      const provider = `http://127.0.0.1:${port}`;
      const settings = {
        ISSUER: provider, CLIENT_ID: 'tradewind', CLIENT_SECRET: 'a secret of the journeys: only here', LABEL: 'Corp',
        REALMS: 'shop,staff', SCOPES: 'openid email profile groups', ROLE_CLAIM: 'groups', ROLE_MAP: 'helpers=support',
      };
      const named = Object.entries(settings).map(([name, value]) => [`TRADEWIND_OIDC__CORP__${name}`, value]);
      const shop = await startShop({ ...Object.fromEntries(named), TRADEWIND_RATE_LIMIT: '600000' });
      const child = await vouch(port, shop);
      await use({ base: shop.base, provider });
      child.kill();
      await shop.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ shop }, use) => use(shop.base),
});

export { expect };
