// Not a test but a photographer: `make screenshots` puts every page a visitor can open into
// test-results/screenshots, at two widths, light and dark.
import path from 'node:path';
import { test, type Page } from '@playwright/test';

const folder = path.resolve(__dirname, '../../test-results/screenshots');
const widths = [390, 1440];
const schemes = ['light', 'dark'] as const;
const fixed = ['/', '/search?q=lamp', '/cart', '/login', '/register', '/checkout', '/admin/login', '/no-such-page'];

async function addresses(page: Page): Promise<string[]> {
  await page.goto('/');
  const links = await page.locator('main a[href^="/"], header a[href^="/"]').evaluateAll((anchors) =>
    anchors.map((anchor) => anchor.getAttribute('href') ?? ''),
  );
  const byRoom = new Map(links.map((link) => [link.split('/')[1], link]));
  return [...new Set([...fixed, ...byRoom.values()])];
}

function fileName(address: string, width: number, scheme: string): string {
  const name = address.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home';
  return path.join(folder, `${name}-${width}-${scheme}.png`);
}

for (const scheme of schemes) {
  for (const width of widths) {
    test(`every page at ${width} pixels, ${scheme}`, async ({ browser }) => {
      test.setTimeout(300_000);
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      for (const address of await addresses(page)) {
        await page.goto(address, { waitUntil: 'networkidle' });
        await page.screenshot({ path: fileName(address, width, scheme), fullPage: true });
      }
      await context.close();
    });
  }
}
