// What a refusal looks like, and what no answer may contain.
import { expect } from '@playwright/test';
import type { Answer } from './door';

/** SQL, Rust, file systems: whatever tells a stranger how the shop is made. */
const INNARDS = [
  /\bselect\b[^<]{1,200}\bfrom\b[^<]{1,80}\bwhere\b/i, /\binsert into\b/i, /duplicate key value/i, /violates \w+ constraint/i,
  /sqlx|sqlstate|postgres(ql)?:\/\/|PgDatabaseError|pool timed out/i, /panicked at|RUST_BACKTRACE|stack backtrace/,
  /\b[\w/-]+\.rs:\d+/, /\/(home|root|usr|var|etc|proc)\/[a-z]/, /hashed_password|password_hash|token_hash/,
];

/** Nothing of the machinery shows. */
export function revealsNothing(answer: Answer): void {
  for (const innards of INNARDS) expect(answer.text, `the answer contains ${innards}`).not.toMatch(innards);
}

/** Refused with one of these statuses, under a request id, and without a word about the machinery. */
export function refused(answer: Answer, ...statuses: number[]): void {
  expect(statuses, `answered ${answer.status}: ${answer.text.slice(0, 300)}`).toContain(answer.status);
  revealsNothing(answer);
  // Too long a request line is refused before there is a request.
  if ([414, 431].includes(answer.status)) return;
  const id = answer.headers['x-request-id'];
  expect(id, 'the request id').toMatch(/^[0-9a-f]{32}$/);
  if (answer.headers['content-type']?.startsWith('application/problem+json')) {
    expect(JSON.parse(answer.text).request_id, 'the request id in the body').toBe(id);
  }
}

/** Refused, whichever way: for malformed requests, which several layers may refuse first. */
export function refusedSomehow(answer: Answer): void {
  expect(answer.status, answer.text.slice(0, 300)).toBeGreaterThanOrEqual(400);
  expect(answer.status, answer.text.slice(0, 300)).toBeLessThan(500);
  revealsNothing(answer);
}
