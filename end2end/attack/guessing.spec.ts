// Guessing passwords and trying cards, faster than people do.
import { CARDS, PASSWORD } from '../support/shopper';
import { value } from './support/client';
import { ask, FOREIGN, freshAddress, sideBySide, type Answer } from './support/door';
import { refused } from './support/refusal';
import { expect, fillCart, leaveOut, need, purchase, register, test, type Person, type World } from './support/world';

function tryPassword(email: string, password: string, address: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': address };
  return ask('/api/v1/sessions', { method: 'POST', headers, body: JSON.stringify({ email, password }), impatient: true });
}

/** So many wrong passwords; how many of them were looked at. */
async function guess(times: number, email: (index: number) => string, address: (index: number) => string): Promise<number> {
  let lookedAt = 0;
  await sideBySide(Array.from({ length: times }, (_, index) => index), async (index) => {
    const answer = await tryPassword(email(index), `guess-number-${index}`, address(index));
    refused(answer, 401, 429);
    if (answer.status === 429) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    else lookedAt += 1;
  });
  return lookedAt;
}

/** Somebody whose own network the shop knows. */
async function owner(world: World, address: string): Promise<Person> {
  const person = await register(world.functions, 'guessed');
  if (!FOREIGN) value(await tryPassword(person.email, PASSWORD, address));
  return person;
}

test('C-23 passwords cannot be guessed from one address, one network or many, and the owner is not locked out', async ({ world }) => {
  const home = freshAddress();
  const here = () => '10.23.1.1';
    await test.step('one account, one address', async () => {
    const { email } = await owner(world, home);
    expect(await guess(40, () => email, here)).toBeLessThanOrEqual(20);
    if (!FOREIGN) expect((await tryPassword(email, PASSWORD, home)).status, 'the owner, from home').toBe(201);
  });
  if (FOREIGN) return leaveOut('from many networks: the shop does not believe what we say of our address');
  await test.step('many accounts, one address', async () => {
    expect(await guess(40, (index) => `nobody-${index}@example.test`, () => '10.23.2.1')).toBeLessThanOrEqual(20);
  });
  await test.step('many accounts, the addresses of one household', async () => {
    expect(await guess(40, (index) => `nobody-${index}@example.test`, (index) => `2001:db8:23:1::${index + 1}`)).toBeLessThanOrEqual(20);
  });
  await test.step('one account, many networks, while others shop', () => fromEverywhere(world, home));
});

async function fromEverywhere(world: World, home: string): Promise<void> {
  const { email } = await owner(world, home);
  const shopping: Answer[] = [];
  let guessing = true;
  const shopper = (async () => { while (guessing) shopping.push(await world.eve.rest('GET', '/carts/current')); })();
  const lookedAt = await guess(90, () => email, (index) => `10.24.${index}.1`).finally(() => (guessing = false));
  await shopper;
  expect(lookedAt, 'of 90 guesses').toBeLessThanOrEqual(60);
  expect((await tryPassword(email, PASSWORD, home)).status, 'the owner, from home').toBe(201);
  expect(shopping.filter(({ status }) => status !== 200).length, 'shoppers who were not served').toBe(0);
  const times = shopping.map(({ ms }) => ms).sort((one, other) => one - other);
  expect(times[Math.floor(times.length * 0.95)], 'p95 of the cart meanwhile, ms').toBeLessThan(1000);
}

/** Ten minutes hold five failures; a few more pass until the next is refused. */
const MOST_DECLINES = 10;

test('C-24 a session that tries one declined card after the other is stopped', async ({ world }) => {
  need(world.ada.order, 'the shop takes real cards: none is tried');
  const buyer = await register(world.functions, 'tester');
  const total = await fillCart(buyer, world.variant);
  const outcomes: number[] = [];
  for (let tries = 0; tries < 30; tries += 1) {
    const answer = await buyer.rest('POST', '/checkout', purchase(total, CARDS.isDeclined), { impatient: true });
    outcomes.push(answer.status);
    if (answer.status === 429) break;
    expect(value(answer).outcome).toBe('declined');
  }
  expect(value(await buyer.rest('GET', '/orders')).total).toBe(0);
  expect(outcomes.length, 'cards that were tried before it was stopped').toBeLessThanOrEqual(MOST_DECLINES);
});
