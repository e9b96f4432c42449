// Having the shop connect to what is beside it.
import { randomUUID } from 'node:crypto';
import { value, type Client } from './support/client';
import { refused } from './support/refusal';
import { staff } from './support/staff';
import { expect, need, test } from './support/world';

const BESIDE = [
  'http://127.0.0.1', 'http://127.0.0.1:5432/', 'https://127.0.0.1/', 'https://127.1/', 'https://0x7f.1/', 'https://0177.0.0.1/', 'https://2130706433/',
  'https://0/', 'https://[::1]/', 'https://[::]/', 'https://[::ffff:127.0.0.1]/', 'https://[::ffff:7f00:1]/', 'https://[64:ff9b::7f00:1]/',
  'https://169.254.169.254/latest/meta-data/', 'http://169.254.169.254/', 'https://[fe80::1]/', 'https://[fd00:ec2::254]/', 'https://10.0.0.1/',
  'https://172.16.0.1/', 'https://192.168.0.1/', 'https://100.64.0.1/', 'https://localhost/', 'https://LOCALHOST./', 'https://shop.localhost/',
  'https://metadata.google.internal/', 'https://postgres/', 'https://１２７.0.0.1/', 'https://example.com@127.0.0.1/', 'https://127.0.0.1#@example.com/',
  'https://user:secret@example.com/', 'https://example.com:5432/', 'https://example.com:22/', 'http://example.com/', 'file:///etc/passwd',
  'ftp://example.com/', 'gopher://127.0.0.1:6379/_PING', 'dict://127.0.0.1:11211/', 'javascript:alert(1)', '//127.0.0.1/', '127.0.0.1', '',
];

function save(desk: Client, url: string, id: string = randomUUID()) {
  return desk.call('admin/webhooks/api.rs#save_webhook', { 'webhook[id]': id, 'webhook[version]': '', 'webhook[url]': url, 'webhook[description]': '', 'webhook[all]': 'true' });
}

test('C-32 a webhook leads to nothing beside the shop, however the address is written', async ({ world }) => {
  need(world.functions.find('admin/webhooks/api.rs#save_webhook'), 'this shop is of a version without webhooks');
  const desk = await staff(world.functions);
  const before = value(await desk.call('admin/webhooks/api.rs#list_webhooks'))[0].length;
  for (const url of BESIDE) {
    await test.step(url, async () => {
      const answer = await save(desk, url);
      refused(answer, 422);
      const fields = JSON.parse(answer.text).fields.map(({ field }: { field: string }) => field);
      expect(fields, url).toEqual(['webhook[url]']);
      expect(answer.text, 'it tells nothing about the network').not.toMatch(/connection refused|timed out|no route/i);
    });
  }
  await test.step('nor when it is changed later', async () => {
    const id = randomUUID();
    value(await save(desk, 'https://receiver.invalid/hooks', id));
    const change = { 'webhook[id]': id, 'webhook[version]': '1', 'webhook[url]': 'https://169.254.169.254/', 'webhook[description]': '', 'webhook[all]': 'true' };
    refused(await desk.call('admin/webhooks/api.rs#save_webhook', change), 422);
    const { endpoint } = value(await desk.call('admin/webhooks/api.rs#load_webhook', { id, status: '', before: '' }));
    expect(endpoint.url).toBe('https://receiver.invalid/hooks');
    value(await desk.call('admin/webhooks/api.rs#delete_webhook', { id }));
  });
  expect(value(await desk.call('admin/webhooks/api.rs#list_webhooks'))[0].length).toBe(before);
});
