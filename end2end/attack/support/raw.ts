// Bytes on a socket: for requests that no client would write.
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { BASE } from './door';

export const HOST = new URL(BASE).host;
const { hostname, port, protocol } = new URL(BASE);
export const IS_TLS = protocol === 'https:';

/** An open connection to the shop; with TLS where the shop has it. */
export function open(alpn: string[] = ['http/1.1']): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket: Socket = IS_TLS
      ? connectTls({ host: hostname, port: Number(port || 443), servername: hostname, ALPNProtocols: alpn }, () => resolve(socket))
      : connect(Number(port || 80), hostname, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Collects what comes back until the other side closes, or for so long. */
export function listen(socket: Socket, ms: number): Promise<{ text: string; closed: boolean }> {
  return new Promise((resolve) => {
    let text = '';
    const done = (closed: boolean) => { clearTimeout(timer); resolve({ text, closed }); };
    const timer = setTimeout(() => { done(false); socket.destroy(); }, ms);
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => done(true));
  });
}

/** Sends these bytes and answers with what comes back. */
export async function exchange(bytes: string | Buffer, ms = 5000): Promise<{ text: string; closed: boolean }> {
  const socket = await open();
  const heard = listen(socket, ms);
  socket.write(bytes, () => {});
  return heard;
}

export function lines(...all: string[]): string {
  return all.join('\r\n');
}

/** The statuses of all responses in what came back. */
export function statuses(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.[01] (\d{3})/g)].map(([, status]) => Number(status));
}
