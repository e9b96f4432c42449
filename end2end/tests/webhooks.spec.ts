// A machine of somebody else's is told what happens.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { logInStaff } from '../support/office';
import { expect, open, test } from '../support/shop';

interface Heard {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Listens where scripts/e2e lets webhooks go. */
async function receiver(heard: Heard[]): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      response.end('thank you');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}/hooks` };
}

/** As docs/webhooks.md says. */
function signature({ headers, body }: Heard, secret: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

test('a webhook is made, its secret shown once, and a test arrives signed', async ({ page, watch }) => {
  test.setTimeout(90_000);
  watch.expect(/answered 422|status of 422/);
  const heard: Heard[] = [];
  const { server, url } = await receiver(heard);
  await logInStaff(page);
  await open(page, '/admin/webhooks/new');
  await page.getByLabel('Address').fill('https://10.0.0.1/');
  await page.getByLabel('Everything').check();
  await page.getByRole('button', { name: 'Make webhook' }).click();
  await expect(page.getByText('This is not an address of the internet').first()).toBeVisible();
  await page.getByLabel('Address').fill(url);
  await page.getByRole('button', { name: 'Make webhook' }).click();
  await expect(page.getByText('it is shown once')).toBeVisible();
  const secret = ((await page.getByLabel('Webhook secret').textContent()) ?? '').trim();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);

  await page.getByRole('link', { name: 'To the webhook' }).click();
  const webhook = new RegExp('/admin/webhooks/[0-9a-f-]{36}$');
  await expect(page).toHaveURL(webhook);
  const address = new URL(page.url()).pathname;
  await open(page, `${address}/secret`);
  await expect(page.getByText('A secret is shown once')).toBeVisible();

  await open(page, address);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByRole('rowheader', { name: 'webhook.test' })).toBeVisible();
  await expect(async () => {
    await open(page, address);
    await expect(page.getByRole('row', { name: /webhook\.test/ }).getByText('Delivered')).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  expect(JSON.parse(heard[0]!.body)).toMatchObject({ type: 'webhook.test', version: 1 });
  expect(String(heard[0]!.headers['webhook-signature']).split(' ')).toContain(signature(heard[0]!, secret));

  await page.getByText('Delete', { exact: true }).click();
  await page.getByRole('button', { name: 'Delete webhook' }).click();
  await expect(page).toHaveURL(/\/admin\/webhooks$/);
  await expect(page.getByText(url)).toHaveCount(0);
  server.close();
});
