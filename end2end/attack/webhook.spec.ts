// Being paid without being paid: forged webhooks, other people's payments.
import { value } from './support/client';
import { ask, type Answer } from './support/door';
import { Functions } from './support/functions';
import { refusalToStart, startShop, type OwnShop } from './support/own-shop';
import { refused } from './support/refusal';
import { event, seconds, signature, StripeStandIn, v1, type Intent } from './support/stripe';
import { expect, fillCart, needOwnShop, plenty, purchase, register, test, type Person } from './support/world';

const SECRET = 'whsec_of_the_attacked_shop';
const FORMER = 'whsec_that_is_being_replaced';
const KEYS = { STRIPE_SECRET_KEY: 'sk_test_attack', STRIPE_PUBLISHABLE_KEY: 'pk_test_attack', STRIPE_WEBHOOK_SECRET: `${SECRET},${FORMER}` };

let stripe: StripeStandIn;
let shop: OwnShop | undefined;

/** A shop that takes cards by Stripe; started for the first test that needs it. */
async function stripeShop(): Promise<OwnShop> {
  needOwnShop();
  stripe ??= new StripeStandIn();
  shop ??= await startShop({ ...KEYS, STRIPE_API_BASE: await stripe.start(), TRADEWIND_RATE_LIMIT: '600000' });
  return shop;
}

test.afterAll(async () => {
  await shop?.stop();
  stripe?.stop();
});

interface Purchase {
  buyer: Person;
  checkout: string;
  intent: Intent;
  total: number;
}

/** A purchase that waits for its payer. */
async function begun(base: string): Promise<Purchase> {
  const functions = await Functions.of(base);
  const { variant } = await plenty(base);
  const buyer = await register(functions, 'payer', 'Eve Dropper', base);
  const total = await fillCart(buyer, variant);
  const outcome = value(await buyer.rest('POST', '/checkout', purchase(total, 'pm_card_visa')));
  expect(outcome.outcome).toBe('action_required');
  return { buyer, checkout: outcome.checkout, intent: stripe.only, total };
}

function deliver(base: string, body: string, signed?: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(signed !== undefined && { 'stripe-signature': signed }) };
  return ask('/webhooks/stripe', { method: 'POST', headers, body }, base);
}

/** No order, and nothing taken. */
async function nothingBought({ buyer, intent }: Purchase): Promise<void> {
  expect(value(await buyer.rest('GET', '/orders')).total, 'orders').toBe(0);
  expect(stripe.acts.filter((act) => act === `capture ${intent.id}`)).toEqual([]);
}

/** What an intent looks like once it is paid. */
const paid = (intent: Intent): Intent => ({ ...intent, status: 'requires_capture', amount_capturable: intent.amount, next_action: null });

test('C-4 a webhook that is not signed, or with another secret, or long ago, is refused; without a secret the shop does not start', async ({ world }) => {
  await test.step('the attacked shop takes no unsigned event', async () => {
    const body = event('payment_intent.succeeded', { id: 'pi_x', object: 'payment_intent', status: 'succeeded' });
    for (const signed of [undefined, '', 't=,v1=', `t=${seconds()},v1=`, signature(body, ''), signature(body, 'whsec_'), signature(body, 'undefined')]) {
      refused(await deliver(world.ada.base, body, signed), 400);
    }
  });
  await test.step('a shop without a secret does not start', () => emptySecrets());
  const { base } = await stripeShop();
  const begin = await begun(base);
  const body = event('payment_intent.succeeded', paid(begin.intent));
  const late = seconds() - 360;
  const forged = [
    undefined, '', 'nonsense', `t=${seconds()}`, `v1=${v1(body, SECRET)}`, signature(body, ''), signature(body, ' '), signature(body, 'whsec_wrong'),
    signature(body, SECRET, late), `t=${seconds()},v1=${v1(body, SECRET, late)}`, signature(body, SECRET, seconds() + 3600), signature(`${body} `, SECRET),
    signature(body, `${SECRET},${FORMER}`), `t=${seconds()},v0=${v1(body, SECRET)}`, `t=NaN,v1=${v1(body, SECRET)}`,
  ];
  for (const signed of forged) await test.step(`signed ${signed}`, async () => refused(await deliver(base, body, signed), 400));
  refused(await deliver(base, 'not json', signature('not json', SECRET)), 400);
  refused(await deliver(base, '{}', signature('{}', SECRET)), 400);
  await nothingBought(begin);
});

async function emptySecrets(): Promise<void> {
  needOwnShop();
  for (const secret of ['', ' , ']) {
    const said = await refusalToStart({ ...KEYS, STRIPE_WEBHOOK_SECRET: secret });
    expect(said, `it starts with the secret "${secret}"`).toBeDefined();
    expect(said).toMatch(/webhook[ _]secret/i);
    expect(said).not.toContain(KEYS.STRIPE_SECRET_KEY);
  }
}

test('C-5 a body written anew is refused, one of two signatures is enough, and events of others change nothing', async () => {
  const { base } = await stripeShop();
  const begin = await begun(base);
  const body = event('payment_intent.amount_capturable_updated', paid(begin.intent));
  await test.step('the signature is over the body as it was sent', async () => {
    const anew = JSON.stringify(JSON.parse(body), null, 1);
    refused(await deliver(base, anew, signature(body, SECRET)), 400);
    refused(await deliver(base, body.replace('"livemode":false', '"livemode":true'), signature(body, SECRET)), 400);
  });
  await test.step('while a secret is replaced, either signature counts, in either order', async () => {
    const time = seconds();
    const [wrong, current, former] = ['0'.repeat(64), v1(body, SECRET, time), v1(body, FORMER, time)];
    for (const signed of [`t=${time},v1=${current},v1=${wrong}`, `t=${time},v1=${wrong},v1=${current}`, `t=${time},v1=${former}`]) {
      expect((await deliver(base, body, signed)).status, signed).toBe(200);
    }
  });
  await test.step('of another account, of live money, of intents that are not ours', async () => {
    const foreign = [
      event('payment_intent.succeeded', { ...paid(begin.intent), id: 'pi_of_somebody_else' }),
      event('payment_intent.succeeded', { ...paid(begin.intent), livemode: true }, { livemode: true }),
      event('payment_intent.succeeded', paid(begin.intent), { account: 'acct_of_somebody_else' }),
      event('account.updated', { id: 'acct_1', object: 'account' }),
      event('never.heard.of', { id: 'x', object: 'x' }),
    ];
    for (const other of foreign) expect((await deliver(base, other, signature(other, SECRET))).status, other).toBe(200);
  });
  // Events only say that there is something to look at: Stripe itself still says that nothing is paid.
  await nothingBought(begin);
});

test('C-6 an event that lies about amount, currency and status does not pay the order', async () => {
  const { base } = await stripeShop();
  const begin = await begun(base);
  for (const lies of [{ amount: 1, amount_received: 1 }, { currency: 'jpy' }, { metadata: {} }]) {
    const lie = event('payment_intent.succeeded', { ...paid(begin.intent), status: 'succeeded', ...lies });
    expect((await deliver(base, lie, signature(lie, SECRET))).status).toBe(200);
  }
  await nothingBought(begin);
});

test('C-6 an intent over another amount or currency than was agreed does not pay the order', async () => {
  const { base } = await stripeShop();
  for (const other of [{ amount: 1, amount_capturable: 1 }, { amount_capturable: 1 }, { currency: 'jpy' }]) {
    await test.step(`the intent is over ${JSON.stringify(other)}`, async () => {
      const begin = await begun(base);
      Object.assign(begin.intent, paid(begin.intent), other);
      const told = event('payment_intent.amount_capturable_updated', begin.intent);
      expect((await deliver(base, told, signature(told, SECRET))).status).toBeLessThan(500);
      await begin.buyer.call('checkout/api.rs#resume', { checkout: begin.checkout });
      await nothingBought(begin);
    });
  }
});

test('C-7 coming back without having paid, or with somebody else\'s payment, brings no order', async () => {
  const { base } = await stripeShop();
  const [begin, other] = [await begun(base), await begun(base)];
  Object.assign(other.intent, paid(other.intent));
  await test.step('the way back is no proof', async () => {
    for (const id of [begin.intent.id, other.intent.id]) {
      await begin.buyer.send(`/checkout/return/${begin.checkout}?payment_intent=${id}&payment_intent_client_secret=x&redirect_status=succeeded`);
    }
    await begin.buyer.send(`/checkout/return/${other.checkout}`);
    await begin.buyer.send('/checkout/done/TW-0000-0000-0000');
    await begin.buyer.call('checkout/api.rs#resume', { checkout: begin.checkout });
    await begin.buyer.rest('POST', `/checkout/${begin.checkout}/resume`);
  });
  await test.step('a challenge of Stripe\'s cannot be answered here', async () => {
    const payment = begin.intent.metadata.payment;
    refused(await begin.buyer.call('checkout/api.rs#answer_challenge', { payment, passed: 'true' }), 404, 409, 422);
  });
  await test.step('the name of an intent is no card', async () => {
    for (const method of [other.intent.id, begin.intent.id, 'pi_1_secret_2', 'seti_1', 'src_1', `pm_${'x'.repeat(200)}`]) {
      refused(await begin.buyer.rest('POST', '/checkout', purchase(begin.total, method)), 409, 422);
    }
  });
  await test.step('an event about hers does not pay mine', async () => {
    const hers = event('payment_intent.succeeded', { ...paid(other.intent), metadata: begin.intent.metadata });
    expect((await deliver(base, hers, signature(hers, SECRET))).status).toBe(200);
  });
  await nothingBought(begin);
});
