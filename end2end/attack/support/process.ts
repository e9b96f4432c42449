// The shop's process, where it is ours to look at.
import { readFileSync } from 'node:fs';

const pid = process.env.TRADEWIND_SHOP_PID;

/** Its memory in MB; `undefined` where the process cannot be seen. */
export function memory(): number | undefined {
  if (!pid) return undefined;
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
