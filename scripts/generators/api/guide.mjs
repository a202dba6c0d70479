/** The part of the page that explains. Numbers come from the settings' defaults. */
export function guide(config) {
  const { global, auth, battles } = config.rateLimits;
  const minutes = (limit) => (limit.windowMs === 60_000 ? 'a minute' : `${limit.windowMs / 60_000} minutes`);
  return `The HTTP API takes orders and answers questions; the socket carries news. The browser, the demo's players and the tests
use the same typed client (\`packages/protocol/src/client\`). A running server shows the same table as
\`/v1/openapi.json\` (OpenAPI 3.1) and \`/v1/policy.json\` (routes, access, errors).

## Answers

Bodies are JSON in UTF-8 with \`Content-Type: application/json\`, at most 64 KiB, uncompressed. Nothing is converted: \`"5"\`
is not \`5\`, and unknown fields, double keys and fractions of units are refused. Every answer has one of two forms:

\`\`\`json
{ "success": true, "data": {}, "meta": { "timestamp": "2026-11-22T12:00:00.000Z", "requestId": "…" } }
{ "success": false, "error": { "code": "INSUFFICIENT_RESOURCES", "message": "…", "details": {} }, "meta": {} }
\`\`\`

Decide by \`code\`, show \`message\`, quote \`requestId\` (also the header \`X-Request-Id\`) when you ask for help.

## Signing in

1. \`POST /v1/auth/nonce\` with the wallet's address gives a message (EIP-4361). It is good for five minutes and one sign-in.
2. The wallet signs exactly this text (\`personal_sign\`).
3. \`POST /v1/auth/connect\` with address, message and signature opens the session. The first sign-in makes the player.

The message is used up by the attempt, also by a failed one. Contract wallets (ERC-1271, ERC-6492) can sign in when the
server has \`ETH_RPC_URL\`.

**Programs** leave \`session\` out and get a token: send \`Authorization: Bearer <token>\`. It lasts ${days(config.jwtExpiresInSeconds)} (\`JWT_EXPIRES_IN\`).
\`POST /v1/auth/refresh\` gives the next token and ends the one before; a session can be kept up for 30 days. A token that is
refreshed a second time was copied by somebody: the whole session ends. Only the same \`Idempotency-Key\` within a minute gets
the new token once more.

**Browsers** send \`session: "cookie"\` and get an HttpOnly cookie instead of a token. With it, everything but GET must come
from an origin in \`CLIENT_URL\` (\`ORIGIN_NOT_ALLOWED\`).

\`POST /v1/auth/logout\` ends the session at once. A whole client, from key to first order (Node 20, package \`viem\`):

\`\`\`js
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';

const api = 'http://localhost:3000';
let token;
async function call(method, path, body) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: \`Bearer \${token}\` }) };
  if (method !== 'GET') headers['idempotency-key'] = crypto.randomUUID();
  const response = await fetch(api + path, { method, headers, body: body && JSON.stringify(body) });
  const answer = await response.json();
  if (!answer.success) throw new Error(\`\${answer.error.code}: \${answer.error.message}\`);
  return answer.data;
}

const account = privateKeyToAccount(generatePrivateKey());
const walletAddress = account.address;
const { message } = await call('POST', '/v1/auth/nonce', { walletAddress });
const signature = await account.signMessage({ message });
({ token } = await call('POST', '/v1/auth/connect', { walletAddress, message, signature }));

const season = await call('GET', '/v1/seasons/current');
await call('POST', \`/v1/seasons/\${season.seasonId}/join\`, {});
const batch = await call('POST', '/v1/training/start', { unitType: 'militia', quantity: 30 });
console.log('ready at', batch.endTime);
\`\`\`

## Repeating a request

POST, PATCH and DELETE take an \`Idempotency-Key\`: 8 to 128 letters, digits or \`-_.:\`, chosen by you, new for every order.
When an answer got lost, send the same request with the same key: it takes effect once, and the second answer is the first
one again, with the header \`Idempotency-Replayed: true\`. The same key with another request is \`IDEMPOTENCY_KEY_REUSED\`.
Keys belong to one player and are kept for 48 hours. A refused request leaves no key behind: it may be tried again. The
sign-in routes keep none (but see refresh above).

## Limits

| limit | counts | by default |
| --- | --- | --- |
| general | every call under \`/v1\` of the route table, per player; without a sign-in per address | ${global.max} in ${minutes(global)} |
| auth | sign-in calls, per address and wallet | ${auth.max} in ${minutes(auth)} |
| battle | orders against territories, per player | ${battles.max} in ${minutes(battles)} |
| council | messages to the own tribe, per player | 10 in a minute |

Answers carry \`X-RateLimit-Limit\`, \`-Remaining\` and \`-Reset\` (seconds). Beyond a limit: 429, \`RATE_LIMIT_EXCEEDED\`, with
\`Retry-After\`.

Lists take \`limit\` and \`offset\` as whole numbers; what is out of range is moved to the nearest allowed value.

| route | limit by default | at most |
| --- | --- | --- |
| \`/v1/battles/history\` | 20 | 100 |
| \`/v1/leaderboard/players\` | 100 | 100 |
| \`/v1/leaderboard/tribes\` | 50 | 100 |
| \`/v1/tribes\` | 100 | 200 |
| \`/v1/tribes/:tribeId/messages\` | 50 | 100 |
| \`/v1/events\` | 100 | 500 |

## News

A [Socket.IO 4](https://socket.io/docs/v4/) connection, transport \`websocket\` only. Players give their token as
\`auth: { token }\` or come with the cookie; without either a socket hears the public news. Orders never go this way.

Two streams, each numbered 1, 2, 3 … without gaps: \`me\` (all that concerns one player, the tribe's news included) and
\`season\` (public). The first message is \`hello\`:

\`\`\`ts
{ serverTime: instant, userId: id | null, seasonId: id | null, seq: { me: integer, season: integer }, reset: boolean }
\`\`\`

Every event then comes under its own name; its payload is the data listed below with three more fields: \`stream\`, \`seq\`
and \`at\` (when it happened).

- \`seq\` one higher than the last: take it. Not higher: drop it, it came twice.
- A gap, or a \`hello\` that is ahead of you: \`GET /v1/events?stream=me&after=<last seq>\`, until \`hasMore\` is false.
- \`reset: true\` in that answer: the news in between were cleared away (they are kept for 72 hours, in a demo world for two).
  Fetch everything anew and go on from \`lastSeq\`.

Beside the numbered news there is one message without a number: \`presence\` with \`{ userId, online, at }\` tells members of a tribe
that one of them came or went. Who misses it sees the same on the tribe's page.

\`createNewsClient\` of the protocol package does all of this. A refused connection ends with \`connect_error\` and one of
\`INVALID_TOKEN\`, \`TOO_MANY_CONNECTIONS\` (10 per player, 500 per address) or \`SERVICE_UNAVAILABLE\`. When a session ends, its
sockets are cut at once, at every process.

## Beside the routes

| address | answers |
| --- | --- |
| \`/health/live\` | 200 while the process answers |
| \`/health/ready\` | 200 when the database answers too, else 503 |
| \`/metrics\` | figures for Prometheus |
| \`/v1/openapi.json\` | the routes as OpenAPI 3.1 |
| \`/v1/policy.json\` | routes, access and errors as data |`;
}

const days = (seconds) => (seconds % 86_400 === 0 ? `${seconds / 86_400} days` : `${seconds} seconds`);
