// Requests that are broken, endless or huge.
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { encode } from './support/client';
import { ask, BASE, sideBySide, type Answer } from './support/door';
import { functionsOfTheSource, wasmFiles } from './support/functions';
import { h2, flood, type Frames } from './support/h2';
import { memory } from './support/process';
import { exchange, HOST, lines, listen, open, statuses } from './support/raw';
import { refused, revealsNothing } from './support/refusal';
import { expect, leaveOut, test, things, type World } from './support/world';

/** Runs attacks and sees that the process did not grow by more than so many MB. */
async function withoutGrowing(most: number, attack: () => Promise<void>): Promise<void> {
  const before = memory();
  await attack();
  if (before === undefined) return leaveOut('memory: the process of the shop cannot be seen from here');
  expect((memory() ?? 0) - before, 'memory that was not given back, MB').toBeLessThan(most);
}

const GET = (...more: string[]) => lines('GET / HTTP/1.1', `Host: ${HOST}`, ...more, '', '');
const POST = (path: string, ...more: string[]) => lines(`POST ${path} HTTP/1.1`, `Host: ${HOST}`, `Origin: ${BASE}`, ...more);

/** What is broken, and what it may be answered with; nothing at all is fine, too. */
function brokenRequests(add: string): [string, string][] {
  const smuggled = lines('', '', `GET /admin HTTP/1.1`, `Host: ${HOST}`, '', '');
  return [
    ['no request at all', '\0\0\0\0\r\n\r\n'],
    ['no host', lines('GET / HTTP/1.1', '', '')],
    ['two lengths', POST(add, 'Content-Length: 3', 'Content-Length: 5', '', 'abcde')],
    ['a negative length', POST(add, 'Content-Length: -1', '', '')],
    ['a length that is no number', POST(add, 'Content-Length: 0x10', '', '')],
    ['a length beyond all numbers', POST(add, 'Content-Length: 99999999999999999999999', '', '')],
    ['length and chunks', POST(add, 'Content-Length: 6', 'Transfer-Encoding: chunked', '', '0') + smuggled],
    ['chunks in an unknown coding', POST(add, 'Transfer-Encoding: xchunked', '', '0') + smuggled],
    ['chunks twice', POST(add, 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity', '', '0') + smuggled],
    ['a chunk of no size', POST(add, 'Transfer-Encoding: chunked', '', 'zz', 'x', '0', '', '')],
    ['a chunk beyond all sizes', POST(add, 'Transfer-Encoding: chunked', '', 'ffffffffffffffffff', 'x', '0', '', '')],
    ['a space before the colon', GET('X-A : b')],
    ['a folded header', GET('X-A: b', ' c')],
    ['a null in a header', GET('X-A: b\0c')],
    ['a bare line feed in a header', GET('X-A: b\nX-C: d\r\r\n')],
    ['a method that is none', lines('G@T / HTTP/1.1', `Host: ${HOST}`, '', '')],
    ['spaces in the path', lines('GET / / HTTP/1.1', `Host: ${HOST}`, '', '')],
    ['a version that is none', lines('GET / HTTP/9.9', `Host: ${HOST}`, '', '')],
    ['an asterisk', lines('OPTIONS * HTTP/1.1', `Host: ${HOST}`, '', '')],
    ['an asterisk with GET', lines('GET * HTTP/1.1', `Host: ${HOST}`, '', '')],
    ['somebody else\'s address', lines('GET http://169.254.169.254/latest/meta-data HTTP/1.1', 'Host: 169.254.169.254', '', '')],
    ['100,000 headers', GET(Array.from({ length: 100_000 }, (_, index) => `X-${index}: y`).join('\r\n'))],
    ['a header of 8 MB', GET(`X-A: ${'a'.repeat(8 * 1024 * 1024)}`)],
    ['an address of 1 MB', lines(`GET /${'a'.repeat(1024 * 1024)} HTTP/1.1`, `Host: ${HOST}`, '', '')],
    ['a megabyte of cookies', GET(`Cookie: ${'sid=x; '.repeat(150_000)}`)],
  ];
}

/** Served only as what it is: a page that everybody may see. */
const MAY_BE_SERVED = /asterisk|somebody else|no host|a bare line feed|spaces in the path/;

test('C-34 broken requests, headers without end and floods of frames are refused, and the shop goes on', async ({ world }) => {
  test.slow();
  const { ada, functions } = world;
  const before = await things(ada);
  await withoutGrowing(50, async () => {
    for (const [name, bytes] of brokenRequests(functions.of('cart/api.rs#add_to_cart'))) {
      await test.step(name, async () => {
        const { text } = await exchange(bytes, 3000);
        for (const status of statuses(text)) {
          if (MAY_BE_SERVED.test(name)) expect(status, name).toBeLessThan(500);
          else expect(status, `${name}: ${text.slice(0, 200)}`).toBeGreaterThanOrEqual(400);
          expect(status, `${name}: ${text.slice(0, 200)}`).not.toBe(500);
        }
        expect(statuses(text).length, `${name}: a second request was smuggled in`).toBeLessThanOrEqual(1);
        expect(text).not.toMatch(/panicked|\.rs:\d+/);
      });
    }
    await test.step('HTTP/2', () => frames());
  });
  expect(await things(ada)).toBe(before);
});

/** Each is a flood of its own kind; the connection may be closed, the shop may not. */
const FLOODS: Record<string, Frames> = {
  'rapid reset': { count: 20_000, make: (id) => [h2.headers(id), h2.reset(id)] },
  'headers that are continued for ever': { count: 2_000, make: (id, index) => (index === 0 ? [h2.headers(1, false)] : [h2.continuation(1, 1000)]) },
  'empty data': { count: 50_000, make: (_, index) => (index === 0 ? [h2.headers(1, true, false)] : [h2.data(1, 0)]) },
  'settings': { count: 50_000, make: () => [h2.settings()] },
  'pings': { count: 50_000, make: () => [h2.ping()] },
  'priorities': { count: 50_000, make: (id) => [h2.priority(id)] },
  'windows': { count: 1_000, make: () => [h2.window(0, 0x7fffffff)] },
  'streams that stay open': { count: 20_000, make: (id) => [h2.headers(id, true, false)] },
};

async function frames(): Promise<void> {
  for (const [name, sent] of Object.entries(FLOODS)) {
    await test.step(name, async () => {
      await flood(sent);
      const answer = await ask('/api/v1/shipping/countries');
      expect(answer.status, `after ${name}`).toBe(200);
      expect(answer.ms, `after ${name}`).toBeLessThan(5000);
    });
  }
}

test('C-34 parts of a form without a boundary, tunnels and targets that are no path are refused, not answered with a panic', async ({ world }) => {
  for (const target of ['CONNECT evil.example:443', 'GET no-slash', 'POST no-slash:80']) {
    const { text } = await exchange(lines(`${target} HTTP/1.1`, `Host: ${HOST}`, `Origin: ${BASE}`, 'Connection: close', '', ''), 3000);
    for (const status of statuses(text)) expect.soft(status, target).toBeLessThan(500);
  }
  const upload = world.functions.of('admin/catalog/api.rs#upload_picture');
  const kinds = ['multipart/form-data', 'multipart/form-data; boundary=', 'multipart/form-data; boundary', 'application/x-www-form-urlencoded', 'text/plain', ''];
  for (const kind of kinds) {
    const headers = { origin: BASE, ...(kind && { 'content-type': kind }) };
    const answer = await ask(upload, { method: 'POST', headers, body: 'x' });
    expect.soft(answer.status, kind).toBeLessThan(500);
    refused(answer, 400, 401, 415, 422);
  }
});

interface Slow {
  name: string;
  /** How many of them come at once. */
  count: number;
  /** They have to be let go within so many seconds. */
  within: number;
  begin: string | Buffer;
  /** What is sent each second. */
  drip?: string;
  /** Whether what comes back is read. */
  deaf?: boolean;
}

const SLOW_HEADERS: Slow[] = [
  { name: 'headers that never end', count: 300, within: 13, begin: `GET / HTTP/1.1\r\nHost: ${HOST}\r\n`, drip: 'X-A: b\r\n' },
  { name: 'a request that hardly begins', count: 300, within: 13, begin: 'G' },
  { name: 'a connection that was used once', count: 300, within: 25, begin: GET() },
];

function slowerStill(add: string, file: string): Slow[] {
  const body = POST(add, 'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 1000', '', '');
  return [
    { name: 'a body of one byte a second', count: 600, within: 33, begin: body, drip: 'a' },
    { name: 'a connection that says nothing', count: 20, within: 33, begin: '' },
    { name: 'the beginning of HTTP/2 and no more', count: 20, within: 33, begin: 'PRI * HTTP/2.0\r\n' },
    { name: 'a reader that reads nothing', count: 20, within: 33, begin: lines(`GET ${file} HTTP/1.1`, `Host: ${HOST}`, '', '').repeat(20), deaf: true },
  ];
}

/** How long until the other side closes, seconds; `undefined` when it does not. */
async function holdOn({ begin, drip, deaf, within }: Slow): Promise<number | undefined> {
  const socket = await open();
  const started = performance.now();
  const heard = listen(socket, (within + 2) * 1000);
  // Only who listens again learns that nobody speaks any more; until then nothing was read.
  if (deaf) socket.pause();
  const listening = setTimeout(() => deaf && socket.resume(), (within - 2) * 1000);
  socket.write(begin, () => {});
  const dripping = setInterval(() => drip && !socket.destroyed && socket.write(drip, () => {}), 1000);
  const { closed } = await heard;
  clearInterval(dripping);
  clearTimeout(listening);
  return closed ? (performance.now() - started) / 1000 : undefined;
}

/** Lets them come at once; the others are served meanwhile, and none of them is held for too long. */
async function withstand(slow: Slow[]): Promise<void> {
  const calm = await p95();
  const held = slow.map((kind) => ({ ...kind, seconds: Promise.all(Array.from({ length: kind.count }, () => holdOn(kind))) }));
  await pause(3000);
  const busy = await p95();
  for (const { name, within, seconds } of held) {
    const late = (await seconds).filter((time) => time === undefined || time > within);
    expect.soft(late.length, `${name}: not let go within ${within} s`).toBe(0);
  }
  expect(busy, `p95 of the others, ms (before: ${calm.toFixed(0)})`).toBeLessThan(Math.max(2 * calm, 500));
}

test('C-35 hundreds of clients that send their headers slowly are let go in time, and others are served meanwhile', async () => {
  await withstand(SLOW_HEADERS);
});

test('C-35 hundreds of clients that send bodies slowly, say nothing or read nothing are let go in time, and others are served meanwhile', async ({ world }) => {
  test.slow();
  const [file] = (await wasmFiles()).filter((name) => name.startsWith('tradewind'));
  await withstand(slowerStill(world.functions.of('cart/api.rs#add_to_cart'), `/pkg/${file}`));
});

async function p95(): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 40; index += 1) times.push((await ask('/api/v1/shipping/countries', { impatient: true })).ms);
  return times.sort((one, other) => one - other)[37];
}

const MEGABYTE = 1024 * 1024;

/** A body that is too long, without saying so; sent until the other side has had enough. */
async function stream(path: string, type: string, begin: string, filler: Buffer, most: number): Promise<{ text: string; sent: number }> {
  const socket = await open();
  const heard = listen(socket, 15_000);
  socket.write(POST(path, `Content-Type: ${type}`, 'Transfer-Encoding: chunked', '', ''));
  const chunk = (bytes: Buffer) => Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
  socket.write(chunk(Buffer.from(begin)));
  let sent = 0;
  while (sent < most && !socket.destroyed && socket.writable) {
    const more = socket.write(chunk(filler), () => {});
    sent += filler.length;
    if (!more) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), pause(500)]);
    if (socket.bytesRead > 0) break;
  }
  if (!socket.destroyed) socket.end('0\r\n\r\n');
  return { text: (await heard).text, sent };
}

test('C-36 bodies without end, bombs and deep or wide structures are refused before they are read', async ({ world }) => {
  test.slow();
  const { ada } = world;
  const before = await things(ada);
  await withoutGrowing(100, async () => {
    await test.step('250 MB that are announced, at every function', () => announced(world));
    await test.step('100 MB that are not, in every encoding', () => unannounced(world));
    await test.step('compressed', () => bombs(world));
    await test.step('deep and wide', () => structures(world));
  });
  expect(await things(ada)).toBe(before);
});

async function announced({ functions, operations }: World): Promise<void> {
  const paths = functionsOfTheSource().map((key) => functions.find(key)).filter((path) => path !== undefined);
  const writes = operations.filter(({ method }) => method !== 'GET').map(({ path }) => `/api/v1${path.replace(/\{\w+\}/g, 'x')}`);
  await sideBySide([...paths, ...writes, '/webhooks/stripe', '/'], async (path) => {
    const { text } = await exchange(POST(path, `Content-Length: ${250 * MEGABYTE}`, 'Content-Type: application/json', '', '{'), 5000);
    expect(statuses(text)[0], path).toBe(413);
  });
}

async function unannounced({ functions }: World): Promise<void> {
  const form = 'application/x-www-form-urlencoded';
  const part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n';
  const tries: [string, string, string][] = [
    [functions.of('cart/api.rs#add_to_cart'), form, 'variant='],
    [functions.of('catalog/api.rs#load_listing'), 'application/json', '{"category":"'],
    ['/api/v1/customers', 'application/json', '{"name":"'],
    ['/webhooks/stripe', 'application/json', '{"id":"'],
    [functions.of('admin/catalog/api.rs#upload_picture'), 'multipart/form-data; boundary=x', part],
    [functions.of('cart/api.rs#add_to_cart'), 'application/octet-stream', ''],
  ];
  for (const [path, type, begin] of tries) {
    const { text } = await stream(path, type, begin, Buffer.alloc(256 * 1024, 'a'), 100 * MEGABYTE);
    for (const status of statuses(text)) {
      expect(status, `${path} ${type}: ${text.slice(0, 300)}`).toBeGreaterThanOrEqual(400);
      expect(status, `${path} ${type}: ${text.slice(0, 300)}`).toBeLessThan(500);
    }
  }
}

async function bombs({ functions, ada }: World): Promise<void> {
  const bomb = gzipSync(Buffer.alloc(100 * MEGABYTE, ' '));
  for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip']) {
    const headers = { 'content-encoding': encoding, 'content-type': 'application/json', authorization: `Bearer ${ada.bearer}` };
    const answer = await ask('/api/v1/checkout/draft', { method: 'PUT', headers, body: bomb });
    refused(answer, 400, 413, 415, 422);
    expect(answer.ms).toBeLessThan(5000);
  }
  const headers = { origin: BASE, 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' };
  refused(await ask(functions.of('cart/api.rs#add_to_cart'), { method: 'POST', headers, body: bomb }), 400, 413, 415, 422);
}

async function structures({ functions, ada, variant }: World): Promise<void> {
  const json = { headers: { 'content-type': 'application/json' } };
  const deep = ['['.repeat(100_000), '{"a":'.repeat(100_000), `{"name":${'['.repeat(400_000)}`];
  for (const text of deep) {
    refused(await ada.rest('PATCH', '/account', text, json), 400, 422);
    refused(await ada.post(functions.of('catalog/api.rs#load_listing'), text), 400, 422);
  }
  const wide = Array.from({ length: 20_000 }, (_, index) => `"k${index}":1`).join(',');
  refused(await ada.rest('PATCH', '/account', `{${wide}}`, json), 422);
  const fields = Array.from({ length: 60_000 }, (_, index) => `k${index}=1`).join('&');
  const nested = `draft${'[a]'.repeat(10_000)}=1&variant=${variant}`;
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin: BASE };
  for (const body of [fields, nested, `variant[${'9'.repeat(9)}]=1`, 'a[]=1&'.repeat(100_000)]) {
    refused(await quickly(ada.send(functions.of('cart/api.rs#add_to_cart'), { method: 'POST', headers: form, body })), 400, 422);
  }
  const keys = encode(Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`k${index}`, 'v'])));
  for (const path of ['/', '/shop', '/api/v1/products', '/account']) {
    const answer = await quickly(ask(`${path}?${keys}`));
    expect(answer.status, path).toBeLessThan(500);
    revealsNothing(answer);
  }
}

async function quickly(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  expect(answer.ms, 'ms').toBeLessThan(5000);
  return answer;
}
