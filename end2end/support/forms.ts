// Forms sent without a browser: for crowds of shoppers, each of which is only a cookie jar.
import type { APIRequestContext, APIResponse, Page } from '@playwright/test';

export type Fields = Record<string, string>;

/** The form of a page that has a field of that name: where it goes, and what is in it. */
export interface Form {
  action: string;
  fields: Fields;
}

/** Reads a form out of HTML with the parser of `reader`, a page that shows anything. */
export async function formIn(reader: Page, html: string, field: string): Promise<Form> {
  const form = await reader.evaluate(([text, name]) => {
    const page = new DOMParser().parseFromString(text, 'text/html');
    const input = page.querySelector(`form [name="${name}"]`);
    const owner = input?.closest('form');
    if (!owner) return null;
    const pairs = [...new FormData(owner as HTMLFormElement).entries()];
    return { action: owner.getAttribute('action') ?? '', fields: Object.fromEntries(pairs) as Record<string, string> };
  }, [html, field]);
  if (!form) throw new Error(`no form with ${field} in the page`);
  return form;
}

/** Sends a form as a browser without scripts would, and follows where it leads. A shop that is too busy is asked again. */
export async function send(client: APIRequestContext, base: string, form: Form, typed: Fields): Promise<APIResponse> {
  const headers = { origin: base, referer: `${base}/`, accept: 'text/html' };
  for (let tries = 1; ; tries += 1) {
    // A connection that lay idle may be closed just now; a browser, too, goes on with a new one then.
    const request = { form: { ...form.fields, ...typed }, headers, timeout: 60_000, maxRetries: 2 };
    const answer = await client.post(form.action, request);
    if (![429, 503].includes(answer.status()) || tries === 5) return answer;
  }
}
