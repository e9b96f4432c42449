// Being taken for somebody else, and finding out who has an account.
import { freshEmail } from '../support/shop';
import { PASSWORD } from '../support/shopper';
import { Client, value } from './support/client';
import { ask, BASE, FOREIGN, freshAddress, sideBySide, type Answer } from './support/door';
import { refused, revealsNothing } from './support/refusal';
import { staff } from './support/staff';
import { differs, median } from './support/timing';
import { expect, leaveOut, linkTo, need, register, test, type World } from './support/world';

const ADMINISTRATOR = process.env.TRADEWIND_ADMIN_EMAIL ?? 'admin@tradewind.test';

const signUp = (functions: World['functions'], email: string, password = PASSWORD) =>
  new Client(functions).rest('POST', '/customers', { name: 'Eve', email, password });

test('C-16 whoever registers with an address that is not theirs gets nothing of its owner\'s', async ({ world }) => {
  const { functions, ada } = world;
  await test.step('an address that has an account, which the answer does not tell', async () => {
    const spellings = [(email: string) => email, (email: string) => email.toUpperCase(), (email: string) => ` ${email} `];
    for (const spelled of spellings) {
      const free = words(await signUp(functions, spelled(freshEmail('free'))));
      for (const email of [ada.email, ADMINISTRATOR]) {
        const answer = await signUp(functions, spelled(email));
        expect(words(answer), spelled(email)).toBe(free);
        expect(answer.headers['set-cookie'], email).toBeUndefined();
      }
    }
  });
  await test.step('nor does the page', async () => {
    const page = (email: string) => new Client(functions).call('account/api.rs#register', { name: 'Eve', email, password: PASSWORD, next: '' });
    const [taken, free] = [await page(ada.email), await page(freshEmail('free'))];
    const led = ({ headers }: Answer) => [headers.location, headers.serverfnredirect, headers['set-cookie']];
    expect([words(taken), led(taken)]).toEqual([words(free), led(free)]);
  });
  await test.step('nobody makes the account who reads the mail and does not know the password', async () => {
    const email = freshEmail('lured');
    expect((await signUp(functions, email)).status).toBe(202);
    const token = await linkTo(functions, email);
    refused(await new Client(functions).rest('POST', '/customers/confirmations', { token, password: `${PASSWORD}-of-ada` }), 422);
    refused(await new Client(functions).rest('POST', '/sessions', { email, password: PASSWORD }), 401);
  });
  await test.step('the back office is another door', async () => {
    const eve = await register(functions, 'stafflike');
    const office = new Client(functions);
    const shopper = await office.call('admin/api.rs#log_in_staff', { email: eve.email, password: PASSWORD, next: '' });
    const nobody = await new Client(functions).call('admin/api.rs#log_in_staff', { email: freshEmail('nobody'), password: PASSWORD, next: '' });
    refused(shopper, 401);
    expect(shopper.text.replace(/[0-9a-f]{32}/g, '#')).toBe(nobody.text.replace(/[0-9a-f]{32}/g, '#'));
    for (const cookie of ['admin', 'staff', 'sid']) {
      const forged = new Client(functions).keep(cookie, eve.bearer ?? '');
      refused(await forged.call('admin/api.rs#who_is_staff'), 401);
    }
  });
});

/** What proxies and frameworks say of a request, and what no client may. */
const CLAIMS = ({ ada }: World): Record<string, string>[] => [
  { 'x-user-id': ada.user }, { 'x-user': ada.email }, { 'x-forwarded-user': ada.email, 'x-forwarded-email': ada.email }, { 'x-remote-user': ada.email, 'remote-user': ada.email },
  { 'x-authenticated-user': ada.user, 'x-auth-request-email': ada.email }, { 'x-wcpay-platform-checkout-user': '1' }, { 'x-role': 'administrator', 'x-admin': 'true' },
  { 'x-internal': '1', 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', 'x-client-ip': '127.0.0.1', 'true-client-ip': '127.0.0.1' },
  { 'x-original-url': '/admin', 'x-rewrite-url': '/admin', 'x-override-url': '/admin' }, { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', 'x-forwarded-port': '1' }, { 'x-forwarded-prefix': '/admin', 'x-script-name': '/admin' },
];

test('C-19 headers that only a proxy may write make nobody somebody, and change no address', async ({ world }) => {
  const { ada, functions } = world;
  for (const headers of CLAIMS(world)) {
    await test.step(JSON.stringify(headers), async () => {
      refused(await new Client(functions).rest('GET', '/account', undefined, { headers }), 401);
      refused(await new Client(functions).call('account/api.rs#load_profile', {}, { headers }), 401);
      refused(await new Client(functions).call('admin/api.rs#who_is_staff', {}, { headers }), 401);
      const home = await ask('/', { headers });
      expect([home.status, /office-side/.test(home.text)]).toEqual([200, false]);
      expect(home.text + JSON.stringify(home.headers)).not.toContain('evil.example');
      for (const secret of ada.secrets) expect(home.text).not.toContain(secret);
    });
  }
  expect((await ask('/')).text, 'what is kept of such visits').not.toContain('evil.example');
  await test.step('a method is what the request line says', async () => {
    const sessions = value(await ada.rest('GET', '/account/sessions')).length;
    await ada.rest('GET', `/account/sessions/${ada.session}`, undefined, { headers: { 'x-http-method-override': 'DELETE' } });
    expect(value(await ada.rest('GET', '/account/sessions')).length).toBe(sessions);
  });
  await test.step('the address is the one that our proxy wrote', () => whereFrom(world));
});

/** The attacked shop stands behind one proxy: the last entry is its word, what is before is the client's. */
async function whereFrom({ functions }: World): Promise<void> {
  if (FOREIGN) return leaveOut('addresses: nothing is known of the proxies in front of this shop');
  const email = freshEmail('located');
  const home = freshAddress();
  const headers = { 'x-forwarded-for': `1.1.1.1, 127.0.0.1, ${home}`, 'x-real-ip': '2.2.2.2', 'cf-connecting-ip': '3.3.3.3', 'true-client-ip': '4.4.4.4', forwarded: 'for=5.5.5.5' };
  const eve = new Client(functions);
  value(await eve.rest('POST', '/customers', { name: 'Eve', email, password: PASSWORD }, { headers }));
  const token = await linkTo(functions, email);
  eve.bearer = value(await eve.rest('POST', '/customers/confirmations', { token, password: PASSWORD }, { headers })).token;
  const [{ address }] = value(await eve.rest('GET', '/account/sessions'));
  expect(address).toBe(home);
}

const SAMPLES = 40;

/** So many tries for a known and for an unknown address in turn, each from a network of its own. */
async function inTurn(ask: (known: boolean) => Promise<Answer>): Promise<{ known: Answer[]; unknown: Answer[] }> {
  const [known, unknown]: [Answer[], Answer[]] = [[], []];
  await ask(true);
  await ask(false);
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    // Who comes first changes: what the first leaves behind must not count for the second only.
    const first = sample % 2 === 0;
    for (const isKnown of [first, !first]) (isKnown ? known : unknown).push(await ask(isKnown));
  }
  return { known, unknown };
}

const words = ({ status, text }: Answer) => `${status} ${text.replace(/[0-9a-f]{32}/g, '#')}`;

function alike({ known, unknown }: { known: Answer[]; unknown: Answer[] }): void {
  expect([...new Set(known.map(words))], 'what is said').toEqual([...new Set(unknown.map(words))]);
  const [one, other] = [known, unknown].map((answers) => answers.map(({ ms }) => ms));
  const told = `known ${median(one).toFixed(1)} ms, unknown ${median(other).toFixed(1)} ms`;
  console.log(`C-22: ${told}`);
  expect(differs(one, other), `the time tells them apart: ${told}`).toBe(false);
}

test('C-22 neither words nor time tell which addresses have an account', async ({ world }) => {
  test.slow();
  need(!FOREIGN, 'one address may log in too seldom to be measured');
  const victim = await register(world.functions, 'timed');
  const email = (known: boolean) => (known ? victim.email : freshEmail('timed'));
  const post = (where: string, body: object) =>
    ask(`/api/v1${where}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), impatient: true });
  await test.step('log-in', async () =>
    alike(await inTurn((known) => post('/sessions', { email: email(known), password: 'not-the-password' }))));
  await test.step('a forgotten password', async () =>
    alike(await inTurn((known) => post('/password-resets', { email: email(known) }))));
  await test.step('a registration', async () =>
    alike(await inTurn((known) => post('/customers', { name: 'Eve', email: email(known), password: PASSWORD }))));
  await test.step('the door of the staff', async () => {
    const [desk, colleague] = [await staff(world.functions), await register(world.functions, 'timed-staff')];
    const user = value(await colleague.rest('GET', '/account')).id;
    value(await desk.call('admin/staff/api.rs#change_role', { user, role: 'support' }));
    const knock = (email: string) =>
      new Client(world.functions).call('admin/api.rs#log_in_staff', { email, password: 'not-the-password', next: '' }, { impatient: true });
    alike(await inTurn((known) => knock(known ? colleague.email : freshEmail('timed'))));
    value(await desk.call('admin/staff/api.rs#change_role', { user, role: '' }));
  });
});

/** Some of the most used passwords of eight characters and more, from lists of leaked ones. */
const COMMON = [
  'password', '12345678', '123456789', '1234567890', 'password1', 'password123', 'qwertyuiop', 'iloveyou', 'sunshine', 'princess', 'football', 'baseball',
  'superman', 'starwars', 'trustno1', 'whatever', 'computer', 'michelle', 'jennifer', 'corvette', 'mercedes', 'midnight', 'liverpool', 'letmein1', 'welcome1',
  'passw0rd', 'p@ssw0rd', 'qwerty123', '1q2w3e4r', '1qaz2wsx', 'zaq12wsx', 'asdfghjkl', '11111111', '00000000', '88888888', '87654321', 'abcd1234', 'abc12345',
  'admin123', 'monkey123', 'dragon123', 'shadow123', 'master123', 'aaaaaaaa', 'abcdefgh', 'q1w2e3r4', 'changeme', 'internet', 'samsung1', 'pokemon1',
];

const LONG = 'seven-oxen-carry-a-kettle-of-herrings-up-the-hill-to-my-aunt-4711';

test('C-25 a password may be long and in any script, but not huge and not what everybody has', async ({ world }) => {
  const { functions } = world;
  const send = (password: string) => signUp(functions, freshEmail('password'), password);
  await test.step('taken, and opens the account', async () => {
    const good = [LONG.slice(0, 64), '🦊🫖🐟🧦🎻🌵🪁🚲', 'Grüße aus Überlingen 7', 'пароль с чайником 9', '  nine-herrings-and-a-kettle  '];
    for (const password of good) {
      const email = freshEmail('password');
      expect((await signUp(functions, email, password)).status, password).toBe(202);
      const made = await new Client(functions).rest('POST', '/customers/confirmations', { token: await linkTo(functions, email), password });
      expect(made.status, password).toBe(201);
      expect((await new Client(functions).rest('POST', '/sessions', { email, password })).status, password).toBe(201);
      // None of it is cut off or folded.
      refused(await new Client(functions).rest('POST', '/sessions', { email, password: [...password].slice(0, -1).join('') }), 401, 422);
    }
  });
  await test.step('refused without a fault', async () => {
    for (const password of ['', 'short', 'x'.repeat(129), 'a'.repeat(64)]) refused(await send(password), 422);
    const nul = await send('kettle\u0000-and-herrings-42');
    expect([202, 422]).toContain(nul.status);
    revealsNothing(nul);
  });
  await test.step('a megabyte, at every door', () => aMegabyte(world));
  await test.step('the most used ones', async () => {
    await sideBySide(FOREIGN ? COMMON.slice(0, 5) : COMMON, async (password) => {
      refused(await send(password), 422);
      refused(await send(password.toUpperCase()), 422);
    });
  });
});

async function aMegabyte({ functions }: World): Promise<void> {
  // A little less than any request may send: more is C-36's.
  const huge = LONG.repeat(14_000);
  const email = freshEmail('huge');
  const doors: (() => Promise<Answer>)[] = [
    () => signUp(functions, email, huge),
    () => new Client(functions).rest('POST', '/sessions', { email, password: huge }),
    () => new Client(functions).call('account/api.rs#log_in', { email, password: huge, next: '' }),
    () => new Client(functions).rest('POST', '/customers/confirmations', { token: 'x', password: huge }),
    () => new Client(functions).call('account/verification_api.rs#register_by_link', { token: 'x', password: huge }),
    () => new Client(functions).call('account/api.rs#register', { name: 'Eve', email, password: huge, next: '' }),
    () => new Client(functions).call('admin/api.rs#log_in_staff', { email, password: huge, next: '' }),
    () => new Client(functions).call('account/api.rs#reset_password', { token: 'x', new: huge }),
  ];
  for (const door of doors) {
    const answer = await door();
    refused(answer, 401, 413, 422);
    expect(answer.ms, 'it keeps nobody busy').toBeLessThan(2000);
  }
  expect((await ask('/', {}, BASE)).status).toBe(200);
}
