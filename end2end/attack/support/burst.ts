// Many requests that arrive at the same moment: over one HTTP/2 connection, their ends in one write.
import { connect, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import { encode, type Client, type Fields } from './client';
import { BASE, freshAddress } from './door';

export interface Shot {
  path: string;
  method?: string;
  headers: Record<string, string>;
  body: string;
}

export interface Hit {
  status: number;
  text: string;
}

/** A call of the REST API, on behalf of somebody. */
export function restShot(client: Client, method: string, path: string, body: unknown, headers: Record<string, string> = {}): Shot {
  const authorization: Record<string, string> = client.bearer ? { authorization: `Bearer ${client.bearer}` } : {};
  return { method, path: `/api/v1${path}`, headers: { ...authorization, 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** A call of a server function, on behalf of somebody. */
export function callShot(client: Client, path: string, fields: Fields): Shot {
  const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
  const headers = { cookie, origin: BASE, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
  return { path, headers, body: encode(fields) };
}

/** Opens all streams first and then ends all of them at once. */
export async function burst(shots: Shot[]): Promise<Hit[]> {
  const session = connect(BASE);
  const failed = new Promise<never>((_, reject) => session.once('error', reject));
  const streams = shots.map(({ path, method = 'POST', headers }) =>
    session.request({ ':path': path, ':method': method, 'x-forwarded-for': freshAddress(), ...headers }, { endStream: false }),
  );
  const hits = Promise.all(streams.map(answered));
  await new Promise((resolve) => session.ping(resolve));
  streams.forEach((stream, index) => stream.end(shots[index].body));
  return Promise.race([hits, failed]).finally(() => session.destroy());
}

function answered(stream: ClientHttp2Stream): Promise<Hit> {
  return new Promise((resolve) => {
    let [status, text] = [0, ''];
    stream.on('response', (headers: IncomingHttpHeaders & { ':status'?: number }) => (status = headers[':status'] ?? 0));
    stream.on('data', (chunk) => (text += chunk));
    stream.on('error', () => {});
    stream.on('close', () => resolve({ status, text }));
  });
}

/** How many went well. */
export const successes = (hits: Hit[]) => hits.filter(({ status }) => status >= 200 && status < 400).length;
