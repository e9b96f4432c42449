// What was not tried is said last, where nobody overlooks it.
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

export default class Skipped implements Reporter {
  private readonly reasons = new Set<string>();

  onTestEnd(test: TestCase, result: TestResult): void {
    const reasons = test.annotations.filter((note) => note.type === 'skip' || note.type === 'not tried');
    for (const { description } of reasons) this.reasons.add(`${test.title}: ${description ?? 'no reason given'}`);
    if (result.status === 'skipped' && reasons.length === 0) this.reasons.add(test.title);
  }

  onEnd(): void {
    if (this.reasons.size === 0) return;
    console.log(`\nNOT TRIED (${this.reasons.size}):`);
    for (const reason of this.reasons) console.log(`  ${reason}`);
  }
}
