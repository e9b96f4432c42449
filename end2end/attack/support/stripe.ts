// Stands in for Stripe: remembers the intents that the shop makes, and says of them what a test wants.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Intent {
  id: string;
  object: 'payment_intent';
  amount: number;
  amount_received: number;
  amount_capturable: number;
  currency: string;
  status: string;
  metadata: Record<string, string>;
  livemode: boolean;
  next_action: unknown;
  payment_method: unknown;
  last_payment_error: unknown;
}

export class StripeStandIn {
  readonly intents = new Map<string, Intent>();
  /** Calls that took or gave money. */
  readonly acts: string[] = [];
  private server?: Server;

  async start(): Promise<string> {
    this.server = createServer(async (request, response) => {
      const answer = this.answer(request, new URLSearchParams(await text(request)));
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { error: { type: 'invalid_request_error', message: 'No such object.' } }));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => this.server?.once('listening', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  get only(): Intent {
    const last = [...this.intents.values()].pop();
    if (!last) throw new Error('the shop has made no intent');
    return last;
  }

  private answer({ method, url = '' }: IncomingMessage, form: URLSearchParams): unknown {
    const [, , kind, id, act] = url.split(/[/?]/);
    if (kind !== 'payment_intents') return undefined;
    if (method === 'POST' && !id) return this.create(form);
    const intent = this.intents.get(id);
    if (method === 'POST' && intent) this.act(intent, act);
    return intent;
  }

  /** Its bank wants to be asked: nothing is paid yet. */
  private create(form: URLSearchParams): Intent {
    const metadata = Object.fromEntries([...form].filter(([name]) => name.startsWith('metadata[')).map(([name, text]) => [name.slice(9, -1), text]));
    const intent: Intent = {
      id: `pi_${this.intents.size + 1}attack`, object: 'payment_intent', amount: Number(form.get('amount')), amount_received: 0, amount_capturable: 0,
      currency: form.get('currency') ?? '', status: 'requires_action', metadata, livemode: false, payment_method: null, last_payment_error: null,
      next_action: { type: 'redirect_to_url', redirect_to_url: { url: 'https://bank.example/challenge' } },
    };
    this.intents.set(intent.id, intent);
    return intent;
  }

  private act(intent: Intent, act: string): void {
    this.acts.push(`${act} ${intent.id}`);
    if (act === 'capture') Object.assign(intent, { status: 'succeeded', amount_received: intent.amount_capturable, amount_capturable: 0 });
    if (act === 'cancel') Object.assign(intent, { status: 'canceled', amount_capturable: 0 });
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

export function event(type: string, object: object, more: object = {}): string {
  const id = `evt_${Math.random().toString(36).slice(2)}`;
  return JSON.stringify({
    id, object: 'event', api_version: '2024-06-20', created: seconds(), type, livemode: false, pending_webhooks: 1,
    request: { id: null, idempotency_key: null }, data: { object }, ...more,
  });
}

export const seconds = () => Math.floor(Date.now() / 1000);

/** Stripe's signature: over the time and the raw body. */
export function v1(body: string, secret: string, time = seconds()): string {
  return createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
}

export function signature(body: string, secret: string, time = seconds()): string {
  return `t=${time},v1=${v1(body, secret, time)}`;
}
