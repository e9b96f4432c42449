import path from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import journeys from '../playwright.config';

// scripts/attack starts a shop of its own, or attacks the one it is given.
const root = path.resolve(__dirname, '../..');

export default defineConfig({
  ...journeys,
  testDir: '.',
  outputDir: path.join(root, 'test-results/attack-artifacts'),
  // Slow clients and races are measured: nothing else may run beside them.
  workers: 1,
  // A busy machine is slow, and a shop that lets one address log in seldom has to be waited for.
  timeout: process.env.CI || process.env.TRADEWIND_ATTACK_FOREIGN ? 300_000 : 90_000,
  reporter: [
    ['list'],
    ['json', { outputFile: path.join(root, 'test-results/attack.json') }],
    ['./support/skipped.ts'],
  ],
  use: { ...journeys.use, trace: 'off' },
  projects: [{ name: 'attack', use: { ...devices['Desktop Chrome'] } }],
});
