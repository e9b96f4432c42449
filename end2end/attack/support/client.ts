// A shopper, a stranger or a member of staff: cookies as a browser keeps them, and a bearer token.
import { ask, BASE, type Answer, type Wish } from './door';
import type { Functions } from './functions';

export type Fields = Record<string, string | number | string[]>;

export class Client {
  readonly cookies = new Map<string, string>();
  bearer?: string;

  constructor(private readonly functions: Functions, readonly base = BASE) {}

  /** The cookie's name: with its prefix where the shop has HTTPS. */
  cookieName(plain: string): string {
    return this.base.startsWith('https://') ? `__Host-${plain}` : plain;
  }

  keep(plain: string, value: string): this {
    this.cookies.set(this.cookieName(plain), value);
    return this;
  }

  /** The same person in another browser. */
  twin(): Client {
    const twin = new Client(this.functions, this.base);
    twin.bearer = this.bearer;
    this.cookies.forEach((value, name) => twin.cookies.set(name, value));
    return twin;
  }

  /** Sends a request with the cookies, and keeps those of the answer. */
  async send(path: string, wish: Wish = {}): Promise<Answer> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { ...(cookie && { cookie }), ...wish.headers };
    const answer = await ask(path, { ...wish, headers }, this.base);
    for (const line of answer.headers['set-cookie'] ?? []) this.keepLine(line);
    return answer;
  }

  /** An operation of the REST API; a path that begins with / is relative to /api/v1. */
  async rest(method: string, path: string, body?: unknown, wish: Wish = {}): Promise<Answer> {
    const headers = {
      ...(this.bearer && { authorization: `Bearer ${this.bearer}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...wish.headers,
    };
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await ask(`/api/v1${path}`, { ...wish, method, headers, body: text }, this.base);
    this.bearer = (answer.headers['session-token'] as string) ?? this.bearer;
    return answer;
  }

  /** A server function, called as the shop's own pages call it. */
  call(key: string, fields: Fields | string = {}, wish: Wish = {}): Promise<Answer> {
    return this.post(this.functions.of(key), fields, wish);
  }

  /** A server function that answers to GET. */
  read(key: string, fields: Fields = {}): Promise<Answer> {
    return this.send(`${this.functions.of(key)}?${encode(fields)}`, { headers: { accept: 'application/json' } });
  }

  post(path: string, fields: Fields | string, wish: Wish = {}): Promise<Answer> {
    const headers = { origin: this.base, accept: 'application/json', 'content-type': encodingOf(fields), ...wish.headers };
    const body = typeof fields === 'string' ? fields : encode(fields);
    return this.send(path, { ...wish, method: 'POST', headers, body });
  }

  private keepLine(line: string): void {
    const [pair, ...attributes] = line.split(';');
    const [name, value] = pair.split(/=(.*)/s);
    const ended = attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute));
    if (ended) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** Text is sent as it is: parts of a form with the boundary `x`, or JSON. */
function encodingOf(fields: Fields | string): string {
  if (typeof fields !== 'string') return 'application/x-www-form-urlencoded';
  return fields.startsWith('--x') ? 'multipart/form-data; boundary=x' : 'application/json';
}

/** As a form: a list gives its name repeatedly. */
export function encode(fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]));
  return new URLSearchParams(pairs).toString();
}

/** The body of an answer that must have gone well. */
export function value<T = any>(answer: Answer): T {
  if (answer.status >= 300) throw new Error(`answered ${answer.status}: ${answer.text.slice(0, 400)}`);
  return answer.text ? JSON.parse(answer.text) : (undefined as T);
}
