// Another shop beside the attacked one, for what only settings show: as last built, on a fresh data folder.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ask } from './door';
import { need, needOwnShop } from './world';

const ROOT = path.resolve(__dirname, '../../..');
const BINARY = path.resolve(ROOT, process.env.TRADEWIND_BINARY ?? 'target/release/tradewind');
/** As scripts/serve-env.sh sets them. */
const BUILT = {
  LEPTOS_OUTPUT_NAME: 'tradewind', LEPTOS_SITE_ROOT: 'target/site', LEPTOS_SITE_PKG_DIR: 'pkg', LEPTOS_HASH_FILES: 'true', LEPTOS_ENV: 'PROD',
  LEPTOS_HASH_FILE_NAME: path.join(ROOT, 'target/release/hash.txt'),
};

export interface OwnShop {
  base: string;
  stop(): Promise<void>;
}

export type Settings = Record<string, string>;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts `tradewind serve` with nothing but these settings and what is needed to run at all. */
async function launch(settings: Settings): Promise<{ process: ChildProcess; output: () => string; base: string; internal: string; data: string }> {
  needOwnShop();
  need(existsSync(BINARY), 'needs the shop to be built: run scripts/build');
  const [port, internalPort] = [await freePort(), await freePort()];
  const data = `.data/attack-${process.pid}-${port}`;
  mkdirSync(path.join(ROOT, data), { recursive: true });
  const base = `http://localhost:${port}`;
  const inherited = ['PATH', 'HOME', 'TRADEWIND_POSTGRES_BIN', 'TRADEWIND_DEMO', 'TRADEWIND_ADMIN_EMAIL'].filter((name) => process.env[name]);
  const env = {
    ...Object.fromEntries(inherited.map((name) => [name, process.env[name]])), ...BUILT, TRADEWIND_DATA: data, TRADEWIND_ADDR: `127.0.0.1:${port}`,
    TRADEWIND_INTERNAL_ADDR: `127.0.0.1:${internalPort}`, TRADEWIND_BASE_URL: base,
    TRADEWIND_ADMIN_PASSWORD: process.env.TRADEWIND_ADMIN_PASSWORD ?? 'correct-horse-battery-staple', ...settings,
  };
  const child = spawn(BINARY, ['serve'], { cwd: ROOT, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said = (said + chunk).slice(-20_000)));
  return { process: child, output: () => said, base, internal: `http://127.0.0.1:${internalPort}`, data };
}

const ended = (child: ChildProcess) => (child.exitCode !== null || child.signalCode !== null);

async function untilEnded(child: ChildProcess, ms: number): Promise<boolean> {
  for (const deadline = Date.now() + ms; !ended(child) && Date.now() < deadline; ) await pause(50);
  return ended(child);
}

/** What it says when it does not start with these settings; `undefined` when it does. */
export async function refusalToStart(settings: Settings): Promise<string | undefined> {
  const shop = await launch(settings);
  const refuses = await untilEnded(shop.process, 30_000);
  const { exitCode } = shop.process;
  await clear(shop);
  return refuses && exitCode !== 0 ? shop.output() : undefined;
}

/** A shop that is ready; to be stopped. */
export async function startShop(settings: Settings): Promise<OwnShop> {
  const shop = await launch(settings);
  for (let looks = 0; looks < 240 && !ended(shop.process); looks += 1) {
    const answer = await ask('/health/ready', { impatient: true }, shop.internal).catch(() => undefined);
    if (answer?.status === 200) return { base: shop.base, stop: () => clear(shop) };
    await pause(250);
  }
  await clear(shop);
  throw new Error(`the shop did not get ready: ${shop.output()}`);
}

async function clear(shop: { process: ChildProcess; data: string }): Promise<void> {
  if (!ended(shop.process)) shop.process.kill('SIGTERM');
  if (!(await untilEnded(shop.process, 15_000))) shop.process.kill('SIGKILL');
  const command = 'source scripts/lib.sh; delete_postgres "$1/postgres"; rm -rf "$1"';
  await promisify(execFile)('bash', ['-c', command, 'scripts/attack', shop.data], { cwd: ROOT });
}
