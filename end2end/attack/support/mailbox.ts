// Mails as the back office keeps them while no mail server is set, for attacks that go through a mailed link.
import { value, type Client } from './client';
import { listing } from './staff';
import { expect, need } from './world';

/** The links of that kind that were mailed to an address, the newest first; waits until there are so many. */
export async function mailedLinks(desk: Client, email: string, path: string, count = 1): Promise<URL[]> {
  const { sends_mail } = value(await desk.call('admin/notifications/api.rs#list_messages', listing(email)));
  need(!sends_mail, 'mails leave this shop: nobody but their owner reads them');
  let links: URL[] = [];
  await expect(async () => {
    links = await linksNow(desk, email, path);
    expect(links.length).toBeGreaterThanOrEqual(count);
  }).toPass({ timeout: 30_000 });
  return links;
}

async function linksNow(desk: Client, email: string, path: string): Promise<URL[]> {
  const log = value(await desk.call('admin/notifications/api.rs#list_messages', listing(email)));
  const links: URL[] = [];
  for (const { id } of log.list.page.items) {
    const { message } = value(await desk.call('admin/notifications/api.rs#load_message', { id }));
    for (const [found] of message.text.matchAll(/https?:\/\/[^\s)\]]+/g)) {
      if (new URL(found).pathname === path) links.push(new URL(found));
    }
  }
  return links;
}

export const tokenOf = (link: URL) => link.searchParams.get('token') ?? '';
