// The server functions: those of the source, and where a running shop has them.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ask } from './door';

const SOURCE = path.resolve(__dirname, '../../../app/src');

/** `cart/api.rs#add_to_cart` for each server function of the source. */
export function functionsOfTheSource(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.rs'));
  return files.flatMap((file) => {
    const text = readFileSync(path.join(SOURCE, file), 'utf8');
    const found = text.matchAll(/^\s*#\[server\b[^\n]*\n(?:\s*#\[[^\n]*\n)*\s*(?:pub(?:\([^)]*\))? )?async fn (\w+)/gm);
    return [...found].map((match) => `${file.replaceAll(path.sep, '/')}#${match[1]}`);
  }).sort();
}

/** How many `#[server` the source has, however they are written. */
export function markersInTheSource(): number {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.rs'));
  const texts = files.map((file) => readFileSync(path.join(SOURCE, file), 'utf8'));
  return texts.reduce((count, text) => count + (text.match(/^\s*#\[server(?!\(default)/gm)?.length ?? 0), 0);
}

const moduleOf = (key: string) => key.split('#')[0];
const nameOf = (key: string) => key.split('#')[1];

export class Functions {
  private constructor(private readonly addresses: Map<string, string>) {}

  /** Finds the addresses as a stranger would: in the WebAssembly that the shop sends to every browser. */
  static async of(base?: string): Promise<Functions> {
    const published = await publishedEndings(base);
    const known = functionsOfTheSource();
    const once = known.map(nameOf).filter((name, _, names) => names.indexOf(name) === names.lastIndexOf(name));
    const addresses = new Map<string, string>();
    for (const module of new Set(known.map(moduleOf))) {
      const keys = known.filter((key) => moduleOf(key) === module);
      // A module's functions end in the same number. A name that occurs once tells it; digits that happen to
      // follow in the file only make it longer.
      const telling = keys.map(nameOf).filter((name) => once.includes(name)).flatMap((name) => published.get(name) ?? []);
      const ending = telling.sort((one, other) => one.length - other.length)[0];
      if (ending) keys.forEach((key) => addresses.set(key, `/api/${nameOf(key)}${ending}`));
    }
    addresses.set('admin/catalog/api.rs#upload_picture', '/api/upload_picture');
    addresses.set('admin/imports/api.rs#upload_import', '/api/upload_import');
    addresses.set('admin/media/api.rs#upload_media', '/api/upload_media');
    addresses.set('admin/media/api.rs#upload_replacement', '/api/upload_replacement');
    return new Functions(addresses);
  }

  /** Where it is, or nothing when this shop has no such function. */
  find(key: string): string | undefined {
    return this.addresses.get(key);
  }

  of(key: string): string {
    const found = this.find(key);
    if (!found) throw new Error(`this shop has no server function ${key}`);
    return found;
  }
}

/** The endings of `/api/<name><ending>` in the WebAssembly, by name. */
async function publishedEndings(base?: string): Promise<Map<string, string[]>> {
  const endings = new Map<string, string[]>();
  for (const file of await wasmFiles(base)) {
    const { text } = await ask(`/pkg/${file}`, {}, base);
    for (const [, name, ending] of text.matchAll(/\/api\/([a-z_]+?)(\d{15,20})/g)) {
      endings.set(name, [...(endings.get(name) ?? []), ending]);
    }
  }
  return endings;
}

/** Names of the WebAssembly files, and of everything else that the browser's half is made of. */
export async function wasmFiles(base?: string): Promise<string[]> {
  return (await publishedFiles(base)).filter((file) => file.endsWith('.wasm'));
}

const PUBLISHED = /\b(?:__wasm_split|chunk_|split_|tradewind)[\w-]*(?:\.[\w-]{20,24})?\.(?:js|wasm|css|json)\b/g;

/** Follows the names of files from the home page through the scripts that name further ones. */
export async function publishedFiles(base?: string): Promise<string[]> {
  const names = (text: string) => [...text.matchAll(PUBLISHED)].map(([name]) => name);
  const home = await ask('/', {}, base);
  const found = new Set([...home.text.matchAll(/\/pkg\/([\w.-]+)/g)].map(([, name]) => name));
  for (const file of found) {
    if (!/\.(js|json)$/.test(file)) continue;
    const { status, text } = await ask(`/pkg/${file}`, {}, base);
    if (status === 200) names(text).forEach((name) => found.add(name));
  }
  return [...found];
}
