// Other sites' pages, and requests that are not what they claim to be.
import { connect } from 'node:net';
import { encode, type Client } from './support/client';
import { ask, BASE, sideBySide } from './support/door';
import { functionsOfTheSource, type Functions } from './support/functions';
import { refused, refusedSomehow } from './support/refusal';
import { expect, test, things } from './support/world';

const HOST = new URL(BASE).host;

/** How browsers tell where a request comes from, when it comes from elsewhere. */
const ELSEWHERE: Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  { 'sec-fetch-site': 'none', origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'null', 'sec-fetch-site': 'none' },
  { origin: `https://${HOST}.evil.example` },
  { origin: `https://evil.example/${BASE}` },
  { referer: 'https://evil.example/' },
  { referer: `https://evil.example/${BASE}/` },
  { referer: `https://${HOST}@evil.example/` },
  {},
];

const ENCODINGS = ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x', 'application/json'];

test('C-1 a form on another site changes nothing, whatever it says of its origin', async ({ world }) => {
  const { ada, guest, functions, variant } = world;
  const before = await things(ada);
  const add = functions.of('cart/api.rs#add_to_cart');
  for (const headers of ELSEWHERE) {
    const wish = { method: 'POST', headers: { 'content-type': ENCODINGS[0], ...headers }, body: encode({ variant, quantity: 1 }) };
    await test.step(`from elsewhere: ${JSON.stringify(headers)}`, async () => refused(await ada.send(add, wish), 403));
  }
  await test.step('no server function is exempt, in no encoding', async () => {
    const tries = everyFunction(functions).flatMap((address) => ENCODINGS.map((type) => ({ address, type })));
    await sideBySide(tries, async ({ address, type }) => {
      const headers = { origin: 'https://evil.example', 'content-type': type };
      // What one may do seldom is refused for that before.
      refused(await ada.send(address, { method: 'POST', headers, body: '', impatient: true }), 403, 429);
    });
  });
  await test.step('the REST API takes no cookie for a permission', () => cookiesOpenNothing(ada));
  expect(await things(ada)).toBe(before);
  // The same request from our own page is served: it was refused for where it came from.
  const own = await guest.call('cart/api.rs#add_to_cart', { variant, quantity: 1 });
  expect(own.status, own.text).toBe(200);
});

function everyFunction(functions: Functions): string[] {
  return functionsOfTheSource().map((key) => functions.find(key)).filter((address) => address !== undefined);
}

async function cookiesOpenNothing(ada: Client): Promise<void> {
  const cookie = [...ada.cookies].map((pair) => pair.join('=')).join('; ');
  for (const path of ['/account', '/orders', '/carts/current']) {
    refused(await ask(`/api/v1${path}`, { headers: { cookie } }), 401);
  }
  const asks = { 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' };
  const preflight = await ask('/api/v1/account', { method: 'OPTIONS', headers: { origin: 'https://evil.example', ...asks } });
  expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
}

test('C-2 what changes something answers to no GET, no HEAD, no method in disguise and no JSON sent as plain text', async ({ world }) => {
  const { ada, functions, variant } = world;
  const before = await things(ada);
  const add = functions.of('cart/api.rs#add_to_cart');
  const query = encode({ variant, quantity: 1 });
  await test.step('other methods', async () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'QUERY', 'PROPFIND']) {
      refused(await ada.send(`${add}?${query}`, { method, headers: { origin: BASE } }), 405);
    }
    await sideBySide(everyFunction(functions), async (address) => {
      // One that only reads answers to GET, to those who may read it and, for some, have just said who they are.
      refused(await ada.send(`${address}?id=1`, { impatient: true }), 401, 403, 404, 405, 429);
    });
  });
  await test.step('methods in disguise', async () => {
    const override = { 'x-http-method-override': 'POST', 'x-http-method': 'POST', 'x-method-override': 'POST' };
    refused(await ada.send(`${add}?_method=POST&${query}`, { headers: override }), 405);
    const end = { headers: { 'x-http-method-override': 'DELETE' } };
    refused(await ada.rest('POST', '/sessions/current?_method=DELETE', { _method: 'DELETE' }, end), 405);
  });
  await test.step('JSON that pretends to be something simple', async () => {
    const body = JSON.stringify({ variant, quantity: 1 });
    for (const type of ENCODINGS.slice(0, 3)) {
      const wish = { headers: { 'content-type': type } };
      refused(await ada.rest('POST', '/carts/current/lines', body, wish), 415);
      const form = { method: 'POST', headers: { ...wish.headers, origin: BASE }, body };
      refused(await ada.send(add, form), 400, 415, 422);
    }
  });
  expect(await things(ada)).toBe(before);
});

/** Asks for a WebSocket and answers with the first line that comes back. */
function upgrade(path: string, origin: string): Promise<string> {
  const { hostname, port, protocol } = new URL(BASE);
  if (protocol === 'https:') return secureUpgrade(path, origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port || 80), hostname);
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer to the upgrade')));
    socket.on('error', reject);
    socket.once('data', (data) => { socket.destroy(); resolve(data.toString().split('\r\n')[0]); });
    socket.write([
      `GET ${path} HTTP/1.1`, `Host: ${HOST}`, 'Connection: Upgrade', 'Upgrade: websocket', `Origin: ${origin}`,
      'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', '',
    ].join('\r\n'));
  });
}

async function secureUpgrade(path: string, origin: string): Promise<string> {
  const headers = { connection: 'Upgrade', upgrade: 'websocket', origin, 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
  const answer = await ask(path, { headers, impatient: true });
  return `HTTP/1.1 ${answer.status}`;
}

// The shop has no WebSockets: none can be opened, from wherever.
test('C-3 no WebSocket can be opened from another site, nor from our own', async ({ world }) => {
  const paths = ['/', '/ws', world.functions.of('cart/api.rs#add_to_cart'), '/api/v1/carts/current'];
  for (const path of paths) {
    const foreign = await upgrade(path, 'https://evil.example');
    expect(foreign, path).toMatch(path.startsWith('/api/v1/') ? /^HTTP\/1\.1 (401|403)/ : /^HTTP\/1\.1 403/);
    expect(await upgrade(path, BASE), path).not.toMatch(/^HTTP\/1\.1 101/);
  }
  refusedSomehow(await ask('/ws', { method: 'POST', headers: { origin: 'null' } }));
});
