// What every answer tells the browser to refuse, and what cookies are like (reliability.md, section 5).
import { PASSWORD } from '../support/shopper';
import { Client } from './support/client';
import { ask, BASE, FOREIGN, sideBySide, type Answer } from './support/door';
import { expect, register, test, type World } from './support/world';

const SECURE = BASE.startsWith('https://');

/** What may be in each directive, apart from `'self'` and the nonce. Stripe's are for the checkout alone. */
const POLICY: Record<string, RegExp> = {
  'default-src': /^'none'$/, 'base-uri': /^'none'$/, 'object-src': /^'none'$/, 'frame-ancestors': /^'none'$/, 'worker-src': /^'none'$/,
  'form-action': /^'self'( https:\/\/checkout\.stripe\.com https:\/\/hooks\.stripe\.com)?$/,
  'script-src': /^'self' 'nonce-[\w-]{43}' 'wasm-unsafe-eval'( https:\/\/js\.stripe\.com https:\/\/\*\.js\.stripe\.com)?$/,
  'style-src': /^'self' 'nonce-[\w-]{43}'$/, 'font-src': /^'self'$/, 'manifest-src': /^'self'$/,
  'connect-src': /^'self'( https:\/\/api\.stripe\.com)?$/,
};

function directives({ headers }: Answer): Map<string, string> {
  const policy = String(headers['content-security-policy'] ?? '');
  return new Map(policy.split(';').map((part) => part.trim().split(/\s(.*)/s) as [string, string]));
}

/** The answers of all kinds: pages, refusals, JSON, files, nothing. */
async function allKinds({ functions, slug, ada }: World): Promise<[string, Answer][]> {
  const paths = ['/', `/p/${slug}`, '/search?q=mug', '/cart', '/checkout', '/login', '/account', '/admin', '/admin/login', '/orders/find', '/nothing/here', '/api/v1/products', '/api/v1/account', '/favicon.svg', '/media/x/y.webp'];
  const answers: [string, Answer][] = [];
  for (const path of paths) answers.push([path, await ask(path)]);
  answers.push(['a page of hers', await ada.send('/account')]);
  answers.push(['a refused form', await ask(functions.of('cart/api.rs#add_to_cart'), { method: 'POST' })]);
  answers.push(['a function', await ada.call('visitor.rs#who_is_looking')]);
  return answers;
}

test('headers keep every answer from being framed, sniffed, scripted from elsewhere or kept where it is personal', async ({ world }) => {
  for (const [name, answer] of await allKinds(world)) {
    await test.step(name, () => {
      const { headers } = answer;
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['referrer-policy']).toMatch(/^(strict-origin-when-cross-origin|same-origin|no-referrer)$/);
      expect(headers['cross-origin-opener-policy']).toMatch(/^same-origin/);
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['permissions-policy']).toMatch(/geolocation=\(\), camera=\(\), microphone=\(\)/);
      if (SECURE) expect(headers['strict-transport-security']).toMatch(/max-age=(63072000|[7-9]\d{7})/);
      for (const telling of FOREIGN ? ['x-powered-by'] : ['server', 'via', 'x-powered-by']) expect(headers[telling], telling).toBeUndefined();
      expect(headers['access-control-allow-origin']).toBeUndefined();
      policyHolds(answer);
    });
  }
});

function policyHolds(answer: Answer): void {
  const policy = directives(answer);
  for (const [directive, allowed] of Object.entries(POLICY)) expect(policy.get(directive), directive).toMatch(allowed);
  expect(policy.get('script-src')).not.toMatch(/unsafe-inline|'unsafe-eval'|\*(?!\.js\.stripe)|data:|blob:/);
  if (answer.headers['content-type']?.startsWith('text/html')) {
    const nonce = /'nonce-([\w-]+)'/.exec(policy.get('script-src') ?? '')?.[1] ?? '';
    const scripts = answer.text.match(/<script\b(?! type="application\/ld\+json")[^>]*>/g) ?? [];
    for (const script of scripts) expect(script, 'a script without the nonce').toContain(`nonce="${nonce}"`);
  }
}

test('addresses that are secrets are told to nobody, and files whose names change may be kept for ever', async () => {
  for (const path of ['/orders/TW-ZZZZ-ZZZZ-ZZZZ', '/account/reset?token=x', '/account/verify?token=x', '/account/email/confirm?token=x', '/checkout/return/x']) {
    expect((await ask(path)).headers['referrer-policy'], path).toMatch(/^(same-origin|no-referrer)$/);
  }
  const home = await ask('/');
  const files = [...new Set([...home.text.matchAll(/"(\/pkg\/[^"]+)"/g)].map(([, path]) => path))];
  expect(files.length).toBeGreaterThan(2);
  await sideBySide(files, async (file) => {
    const answer = await ask(file);
    expect(answer.headers['cache-control'], file).toMatch(/immutable/);
    expect(answer.headers['set-cookie'], file).toBeUndefined();
  });
});

test('cookies are out of scripts\' reach, sent by our own pages only, opaque and short', async ({ world }) => {
  const { functions, variant } = world;
  const shopper = await register(functions, 'biscuit');
  const answers = [
    await new Client(functions).call('cart/api.rs#add_to_cart', { variant, quantity: 1 }),
    await new Client(functions).call('account/api.rs#log_in', { email: shopper.email, password: PASSWORD, next: '' }),
    await new Client(functions).call('orders/api.rs#find_order', { number: 'x', email: 'x' }, { headers: { accept: 'text/html', referer: `${BASE}/orders/find` } }),
  ];
  const cookies = answers.flatMap((answer) => answer.headers['set-cookie'] ?? []);
  expect(cookies.map((cookie) => cookie.split('=')[0].replace('__Host-', ''))).toEqual(['cart', 'sid', 'form']);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/; Path=\//);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=(Lax|Strict)/);
    expect(cookie).not.toMatch(/domain=/i);
    if (SECURE) expect(cookie).toMatch(/^__Host-.*; Secure/);
    if (!/^(__Host-)?form=/.test(cookie)) expect(cookie.split(';')[0]).toMatch(/=[\w-]{43}$/);
    expect(cookie.length).toBeLessThan(4096);
  }
});
