// HTTP/2, frame by frame (RFC 9113): for floods that no client library would send.
import { HOST, IS_TLS, listen, open } from './raw';

const END_STREAM = 1;
const END_HEADERS = 4;

function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** HPACK: literals without indexing; nothing here is longer than 126 bytes. */
function block(fields: [string, string][]): Buffer {
  const text = (word: string) => Buffer.concat([Buffer.from([word.length]), Buffer.from(word)]);
  return Buffer.concat(fields.flatMap(([name, word]) => [Buffer.from([0]), text(name), text(word)]));
}

const REQUEST = block([[':method', 'GET'], [':scheme', IS_TLS ? 'https' : 'http'], [':authority', HOST], [':path', '/api/v1/shipping/countries']]);
const number = (...values: number[]) => { const bytes = Buffer.alloc(4 * values.length); values.forEach((one, index) => bytes.writeUInt32BE(one, 4 * index)); return bytes; };

export const h2 = {
  headers: (stream: number, complete = true, ends = true) => frame(1, (complete ? END_HEADERS : 0) | (ends ? END_STREAM : 0), stream, REQUEST),
  continuation: (stream: number, bytes: number) => frame(9, 0, stream, block(Array.from({ length: bytes / 100 }, () => ['x-more', 'a'.repeat(90)]))),
  data: (stream: number, bytes: number) => frame(0, 0, stream, Buffer.alloc(bytes)),
  reset: (stream: number) => frame(3, 0, stream, number(8)),
  settings: () => frame(4, 0, 0),
  ping: () => frame(6, 0, 0, Buffer.alloc(8)),
  priority: (stream: number) => frame(2, 0, stream, Buffer.from([0, 0, 0, 0, 16])),
  window: (stream: number, by: number) => frame(8, 0, stream, number(by)),
};

export interface Frames {
  count: number;
  /** The frames number `index`, of the stream `id` where they open one. */
  make: (id: number, index: number) => Buffer[];
}

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** Sends them as fast as they are taken; ends when the other side closes, or when all are sent. */
export async function flood({ count, make }: Frames): Promise<void> {
  const socket = await open(['h2']);
  const heard = listen(socket, 10_000);
  socket.write(Buffer.concat([PREFACE, h2.settings()]), () => {});
  for (let index = 0; index < count && !socket.destroyed; index += 1000) {
    const batch = Array.from({ length: Math.min(1000, count - index) }, (_, offset) => make(2 * (index + offset) + 1, index + offset)).flat();
    if (!socket.write(Buffer.concat(batch), () => {})) {
      await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), heard]);
    }
  }
  socket.end();
  await heard;
}
