// Setting somebody else's password by the link that is mailed to them.
import { PASSWORD } from '../support/shopper';
import { burst, restShot } from './support/burst';
import { Client, value } from './support/client';
import { ask, BASE, type Answer } from './support/door';
import { mailedLinks, tokenOf } from './support/mailbox';
import { refused } from './support/refusal';
import { staff } from './support/staff';
import { expect, register, test, type Person, type World } from './support/world';

const RESET = '/account/reset';
const EVIL = 'evil.example';

function forgotten(email: string, headers: Record<string, string> = {}): Promise<Answer> {
  const json = { 'content-type': 'application/json', ...headers };
  return ask('/api/v1/password-resets', { method: 'POST', headers: json, body: JSON.stringify({ email }) });
}

function setNew({ functions }: World, token: string, password: string): Promise<Answer> {
  return new Client(functions).rest('POST', '/passwords', { token, new: password });
}

const logIn = ({ functions }: World, email: string, password: string) =>
  new Client(functions).rest('POST', '/sessions', { email, password });

test('C-20 the link in a mail leads to the shop, whatever host the request names', async ({ world }) => {
  const desk = await staff(world.functions);
  const victim = await register(world.functions, 'hosted');
  const lies: Record<string, string>[] = [
    { host: EVIL }, { host: `${EVIL}:3000` }, { 'x-forwarded-host': EVIL }, { 'x-forwarded-server': EVIL, 'x-forwarded-proto': 'ftp' },
    { forwarded: `host=${EVIL};proto=http` }, { 'x-host': EVIL, 'x-original-host': EVIL }, { origin: `https://${EVIL}`, referer: `https://${EVIL}/forgot` },
  ];
  let asked = 0;
  for (const headers of lies) {
    const answer = await forgotten(victim.email, headers);
    expect(JSON.stringify(answer.headers) + answer.text, JSON.stringify(headers)).not.toContain(EVIL);
    expect(answer.status).toBeLessThan(500);
    if (answer.status === 204) asked += 1;
  }
  expect(asked, 'requests that were taken').toBeGreaterThan(0);
  for (const link of await mailedLinks(desk, victim.email, RESET)) expect(link.origin).toBe(new URL(BASE).origin);
  await test.step('nor do pages take their addresses from it', async () => {
    for (const headers of lies) {
      const page = await ask('/', { headers });
      expect(page.text + JSON.stringify(page.headers), JSON.stringify(headers)).not.toContain(EVIL);
    }
    expect((await ask('/')).text, 'what is kept of such a visit').not.toContain(EVIL);
  });
});

test('C-21 a link sets one password: not again, not after a newer one, and nobody else hears of it', async ({ world }) => {
  const desk = await staff(world.functions);
  const victim = await register(world.functions, 'forgetful');
  const asked = await forgotten(victim.email);
  expect([asked.status, asked.text]).toEqual([204, '']);
  const [older] = await mailedLinks(desk, victim.email, RESET);
  await test.step('the token is in no answer and leaves with no referrer', () => tellsNobody(asked, older));
  await forgotten(victim.email);
  const links = await mailedLinks(desk, victim.email, RESET, 2);
  const newer = links.find((link) => tokenOf(link) !== tokenOf(older)) as URL;
  await test.step('the older one has ended', async () => {
    refused(await setNew(world, tokenOf(older), `${PASSWORD}-older`), 422);
    refused(await logIn(world, victim.email, `${PASSWORD}-older`), 401);
  });
  await test.step('a weak password does not use the link up', async () => refused(await setNew(world, tokenOf(newer), 'password1'), 422));
  await test.step('of ten who use it at once one does', () => oneWins(world, victim, tokenOf(newer)));
  await test.step('and then it has ended', async () => refused(await setNew(world, tokenOf(newer), `${PASSWORD}-again`), 422));
  await test.step('so does one that waits while the password is changed', () => endsWithTheChange(world, desk));
});

async function tellsNobody(asked: Answer, link: URL): Promise<void> {
  expect(JSON.stringify(asked.headers)).not.toContain(tokenOf(link));
  const page = await ask(link.pathname + link.search);
  expect(page.headers['referrer-policy']).toMatch(/^(same-origin|no-referrer)$/);
  expect(page.headers['cache-control']).toMatch(/no-store/);
  // The page asks no other site for anything, so that none reads the address.
  for (const [, address] of page.text.matchAll(/<(?:script|img|link|iframe)\b[^>]*(?:src|href)="(https?:\/\/[^"]+)"/g)) {
    expect(new URL(address).origin, address).toBe(new URL(BASE).origin);
  }
}

async function oneWins(world: World, victim: Person, token: string): Promise<void> {
  const passwords = Array.from({ length: 10 }, (_, index) => `${PASSWORD}-racer-${index}`);
  const hits = await burst(passwords.map((password) => restShot(new Client(world.functions), 'POST', '/passwords', { token, new: password })));
  expect(hits.filter(({ status }) => ![204, 422, 429, 503].includes(status)).map(({ status }) => status)).toEqual([]);
  const winners = passwords.filter((_, index) => hits[index].status === 204);
  expect(winners.length, hits.map(({ status }) => status).join(' ')).toBe(1);
  expect((await logIn(world, victim.email, winners[0])).status).toBe(201);
}

async function endsWithTheChange(world: World, desk: Client): Promise<void> {
  const victim = await register(world.functions, 'changing');
  expect((await forgotten(victim.email)).status).toBe(204);
  const [link] = await mailedLinks(desk, victim.email, RESET);
  value(await victim.rest('PUT', '/account/password', { current: PASSWORD, new: `${PASSWORD}-changed` }));
  refused(await setNew(world, tokenOf(link), `${PASSWORD}-late`), 422);
  refused(await logIn(world, victim.email, `${PASSWORD}-late`), 401);
}
