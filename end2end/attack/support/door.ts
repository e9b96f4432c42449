// One HTTP request, exactly as written: no header is added, no redirect followed, no cookie kept.
import http from 'node:http';
import https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';

export const BASE = (process.env.TRADEWIND_BASE_URL ?? 'http://localhost:3000').replace(/\/$/, '');
/** Whether the shop is somebody else's: nothing is known of its settings, and it is handled with care. */
export const FOREIGN = !!process.env.TRADEWIND_ATTACK_FOREIGN;

export interface Wish {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  /** Take 429 and 503 for the answer instead of coming back later. */
  impatient?: boolean;
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** From the request to the end of the answer, milliseconds. */
  ms: number;
}

const agents = { 'http:': new http.Agent({ keepAlive: true, maxSockets: 64 }), 'https:': new https.Agent({ keepAlive: true }) };

/** An address nobody else in this run has; believed only where the shop has a proxy in front. */
export function freshAddress(): string {
  const part = () => 1 + Math.floor(Math.random() * 250);
  return `10.${part()}.${part()}.${part()}`;
}

/** Sends a path as it is: dots and escapes included. */
export async function ask(path: string, wish: Wish = {}, base = BASE): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await once(path, wish, base);
    const later = answer.headers['retry-after'];
    if (wish.impatient || later === undefined || tries === 40) return answer;
    await pause(1000 * Math.min(10, Number(later)));
  }
}

function once(path: string, wish: Wish, base: string): Promise<Answer> {
  const { protocol, hostname, port, host } = new URL(base);
  const headers = { host, 'x-forwarded-for': freshAddress(), ...wish.headers };
  const options = { hostname, port, path, method: wish.method ?? 'GET', headers, agent: agents[protocol as 'http:'] };
  const send = protocol === 'https:' ? https.request : http.request;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const request = send(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, ms: performance.now() - started });
      });
    });
    request.setTimeout(60_000, () => request.destroy(new Error(`no answer to ${options.method} ${path} within a minute`)));
    request.on('error', reject);
    request.end(wish.body);
  });
}

/** Does it for each, a few at a time. */
export async function sideBySide<T>(each: Iterable<T>, work: (one: T) => Promise<void>, width = 8): Promise<void> {
  const waiting = [...each];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
