// A provider of OpenID Connect for the journeys: npm's certified oidc-provider. Whoever comes says who they are; nobody
// is asked for a password.
//   node end2end/support/oidc-provider.mjs <port> <the shop's address>
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [port, shop] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const people = new Map();

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'tradewind',
    client_secret: 'a secret of the journeys: only here',
    redirect_uris: ['account', 'admin'].map((door) => `${shop}/${door}/sso/corp/callback`),
  }],
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'journeys' }] },
  cookies: { keys: ['journeys'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, id) => {
    const person = people.get(id);
    return person && { accountId: id, claims: () => ({ sub: id, ...person }) };
  },
  // Everybody has agreed to everything.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid email profile groups');
    await grant.save();
    return grant;
  },
});

const page = `<!DOCTYPE html><html lang="en"><head><title>Corp</title></head><body><main><h1>Sign in at Corp</h1>
<form method="post"><label>E-mail <input name="email" type="email" required></label>
<label>Groups <input name="groups"></label><button>Sign in</button></form></main></body></html>`;

async function formOf(request) {
  let text = '';
  for await (const part of request) text += part;
  return new URLSearchParams(text);
}

async function logIn(request, response) {
  const form = await formOf(request);
  const email = form.get('email');
  const groups = (form.get('groups') ?? '').split(',').filter(Boolean);
  people.set(email, { email, email_verified: true, name: 'Ada Lovelace', groups });
  await provider.interactionFinished(request, response, { login: { accountId: email } });
}

const oidc = provider.callback();
const server = createServer((request, response) => {
  if (request.url === '/favicon.ico') return response.writeHead(204).end();
  if (!request.url.startsWith('/interaction/')) return oidc(request, response);
  if (request.method !== 'POST') return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  return logIn(request, response).catch((error) => response.writeHead(400).end(String(error)));
});
server.listen(Number(port), '127.0.0.1', () => console.log(issuer));
