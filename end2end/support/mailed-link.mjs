// The link that a shop without a mail server mailed to an address, read as its back office shows mails without scripts:
//   node mailed-link.mjs <address of the shop> <e-mail address> [path of the link]
// Waits for it, and tells it as JSON with the session of the back office, which DESK passes on to the next one.
import { setTimeout as pause } from 'node:timers/promises';

const [base, email, path = '/account/verify'] = process.argv.slice(2);
const administrator = {
  email: process.env.TRADEWIND_ADMIN_EMAIL ?? 'admin@tradewind.test',
  password: process.env.TRADEWIND_ADMIN_PASSWORD ?? 'correct-horse-battery-staple',
  next: '',
};
let desk = process.env.DESK ?? '';

const read = (address) => fetch(base + address, { redirect: 'manual', headers: { cookie: desk } });

async function logIn() {
  const page = await (await read('/admin/login')).text();
  const action = /action="(\/api\/log_in_staff\d+)"/.exec(page)?.[1];
  if (!action) throw new Error(`${base}/admin/login has no form`);
  const headers = { origin: base, accept: 'text/html' };
  const answer = await fetch(base + action, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(administrator) });
  const pairs = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  desk = pairs.find((pair) => /^(__Host-)?admin=./.test(pair)) ?? '';
  if (!desk) throw new Error(`the administrator does not get into ${base}: ${answer.status}`);
}

/** A page of the back office. */
async function office(address) {
  let answer = await read(address);
  if (answer.status !== 200) {
    await logIn();
    answer = await read(address);
  }
  const renewed = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  desk = renewed.find((pair) => /^(__Host-)?admin=./.test(pair)) ?? desk;
  return answer.text();
}

async function look() {
  const list = await office(`/admin/mailbox?q=${encodeURIComponent(email)}`);
  for (const [, mail] of list.matchAll(/href="(\/admin\/notifications\/[0-9a-f-]{36})"/g)) {
    const token = new RegExp(`${path}\\?token=([\\w-]{43})`).exec(await office(mail))?.[1];
    if (token) return `${path}?token=${token}`;
  }
  return undefined;
}

for (const deadline = Date.now() + 60_000; ; await pause(250)) {
  const link = await look();
  if (link) {
    console.log(JSON.stringify({ link, desk }));
    break;
  }
  if (Date.now() > deadline) throw new Error(`no link ${path} was mailed to ${email}`);
}
