import { existsSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, devices } from '@playwright/test';

// scripts/e2e starts the shop and sets TRADEWIND_BASE_URL; run against another one by setting it.
const baseURL = process.env.TRADEWIND_BASE_URL ?? 'http://localhost:3000';
const root = path.resolve(__dirname, '..');

function chromium(): string | undefined {
  const candidates = [process.env.TRADEWIND_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];
  return candidates.find((file) => file && existsSync(file));
}

export default defineConfig({
  testDir: './tests',
  outputDir: path.join(root, 'test-results/artifacts'),
  forbidOnly: !!process.env.CI,
  // On a busy build machine one more attempt is granted; scripts/playwright-totals names who needed it.
  retries: process.env.CI ? 1 : 0,
  workers: 2,
  // A busy build machine is slow, not wrong.
  timeout: process.env.CI ? 180_000 : 60_000,
  expect: { timeout: process.env.CI ? 30_000 : 10_000 },
  reporter: [['list'], ['json', { outputFile: path.join(root, 'test-results/report.json') }]],
  use: {
    baseURL,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions: {
      executablePath: chromium(),
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    },
  },
  projects: [
    {
      name: 'desktop',
      testIgnore: '**/screenshots.spec.ts',
      use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } },
    },
    {
      // Journeys say with the tag @phone that they are worth repeating on a small screen.
      name: 'phone',
      grep: /@phone/,
      testIgnore: '**/screenshots.spec.ts',
      use: { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } },
    },
    // Not a test: `make screenshots`.
    ...(process.env.TRADEWIND_SCREENSHOTS
      ? [{ name: 'screenshots', testMatch: '**/screenshots.spec.ts', use: { ...devices['Desktop Chrome'] } }]
      : []),
  ],
});
