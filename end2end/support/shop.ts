// The test of all journeys: any console message above `info`, any script error, any request that fails
// or is refused fails the test, unless the test has said that it expects it.
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';

/** What went wrong in the pages of a test. */
export class Watch {
  private readonly complaints: string[] = [];
  private readonly expected: RegExp[] = [];

  /** From now on (and before) these complaints are part of the journey. */
  expect(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  follow(context: BrowserContext): void {
    context.on('page', (page) => this.followPage(page));
    context.pages().forEach((page) => this.followPage(page));
  }

  unexpected(): string[] {
    return this.complaints.filter((complaint) => !this.expected.some((pattern) => pattern.test(complaint)));
  }

  private followPage(page: Page): void {
    const note = (text: string) => this.complaints.push(`${new URL(page.url(), 'http://none').pathname}: ${text}`);
    page.on('pageerror', (error) => note(`script error: ${error.message}`));
    page.on('console', (message) => {
      // Advice about timing, which a slow machine gets and a fast one does not.
      const late = message.text().includes('preloaded using link preload but not used within a few seconds');
      // Playwright's own recorder is not let into the sandbox that mails are shown in.
      const recorder = message.text().startsWith("Blocked script execution in 'about:srcdoc'");
      if (!late && !recorder && ['error', 'warning', 'assert'].includes(message.type())) {
        note(`console ${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      // A page that is left gives up what it was still asking for; `csp` is how a browser refuses scripts
      // when they are switched off. What our own policy refuses is a console error, too.
      if (reason !== 'net::ERR_ABORTED' && reason !== 'csp') note(`request failed: ${request.url()} ${reason}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) note(`answered ${response.status()}: ${response.url()}`);
    });
  }
}

/** Of the test that runs; a worker runs one at a time. */
let withScripts = true;

export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ context, javaScriptEnabled }, use) => {
      withScripts = javaScriptEnabled ?? true;
      const watch = new Watch();
      watch.follow(context);
      await use(watch);
      expect(watch.unexpected(), 'what the pages complained about').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Waits until the browser's half has taken over: what is pressed before that is pressed without scripts. */
export async function awake(page: Page): Promise<void> {
  if (withScripts) await page.locator('html[data-awake]').waitFor({ state: 'attached', timeout: 60_000 });
  await page.waitForLoadState('networkidle');
}

/** People take some seconds for a form; without scripts the shop asks faster ones to send it once more. */
export async function takeYourTime(page: Page): Promise<void> {
  if (!withScripts) await page.waitForTimeout(2_100);
}

/** Opens a page and waits until the browser's half has taken over. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await awake(page);
}

/** An address nobody else in this run has. */
export function freshEmail(who: string): string {
  return `${who}-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}@example.test`;
}
