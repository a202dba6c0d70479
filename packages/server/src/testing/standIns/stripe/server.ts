/**
 * A Stripe over HTTP for tests and trials: the parts of its API that we use, on a book of its own, with Stripe's ways to fail. It signs and sends
 * events like Stripe: again and again, in any order, when told. `POST /trial/pay {intent}` pays an intent, for pages without Stripe's form; `/v3/` is the script of
 * a form with one field (pageScript.ts).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { type Intent, StripeBook, type StripeEvent, StripeRefusal } from './book.ts';
import { parseForm } from './form.ts';
import { PAGE_SCRIPT } from './pageScript.ts';

/** lost: done, but the answer never arrives. refusedLink: not done, no answer. failed: 500, kept under the key. busy: 409, not done. */
export type Failure = 'lost' | 'refusedLink' | 'failed' | 'busy';

export interface StripeStandInOptions {
  nowMs?: () => number;
  webhookSecret?: string;
}

interface Planned {
  failure: Failure;
  path: string;
  times: number;
}
interface Answer {
  status: number;
  body: object;
}

export type StripeStandIn = Awaited<ReturnType<typeof startStripeStandIn>>;

export async function startStripeStandIn(options: StripeStandInOptions = {}) {
  const nowMs = options.nowMs ?? Date.now;
  const webhookSecret = options.webhookSecret ?? 'whsec_0123456789abcdef0123';
  const book = new StripeBook(nowMs);
  const keys = new Map<string, { request: string; answer: Answer }>();
  const planned: Planned[] = [];
  const calls: string[] = [];

  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stripe.test');
    if (url.pathname === '/v3/') {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' });
      return void response.end(PAGE_SCRIPT);
    }
    const text = await bodyOf(request);
    calls.push(`${request.method} ${url.pathname}`);
    const plan = planned.find((item) => item.times > 0 && `${request.method} ${url.pathname}`.includes(item.path));
    if (plan) plan.times--;
    if (plan?.failure === 'refusedLink') return void request.socket.destroy();
    if (plan?.failure === 'busy') return send(response, refusal(new StripeRefusal(409, 'lock_timeout')));
    const key = request.headers['idempotency-key'];
    const answer = answerOnce(typeof key === 'string' ? key : null, `${url.pathname} ${text}`, () =>
      plan?.failure === 'failed'
        ? refusal(new StripeRefusal(500, 'api_error'))
        : answerTo(request.method ?? 'GET', url, text),
    );
    if (plan?.failure === 'lost') return void request.socket.destroy();
    send(response, answer);
  }

  /** Whatever was answered under a key is answered again, failures included; another request under it is refused. */
  function answerOnce(key: string | null, request: string, make: () => Answer): Answer {
    const kept = key === null ? undefined : keys.get(key);
    if (kept !== undefined)
      return kept.request === request ? kept.answer : refusal(new StripeRefusal(400, 'idempotency_error'));
    const answer = make();
    if (key !== null) keys.set(key, { request, answer });
    return answer;
  }

  function answerTo(method: string, url: URL, text: string): Answer {
    try {
      const form = method === 'GET' ? parseForm(url.search.slice(1)) : parseForm(text);
      return { status: 200, body: structuredClone(route(method, url.pathname, form)) };
    } catch (error) {
      if (error instanceof StripeRefusal) return refusal(error);
      throw error;
    }
  }

  function route(method: string, path: string, form: ReturnType<typeof parseForm>): object {
    const [, , collection, id, verb] = path.split('/');
    const expanded = JSON.stringify(form.expand ?? '').includes('latest_charge');
    const shown = (intent: Intent) =>
      expanded ? { ...intent, latest_charge: book.charges.get(intent.latest_charge ?? '') ?? null } : intent;
    if (path === '/trial/pay') return book.pay(String(form.intent));
    if (path === '/trial/confirm') return confirm(book, String(form.secret), String(form.number));
    if (collection === 'payment_intents') {
      if (method === 'POST' && id === undefined)
        return book.createIntent({
          amount: Number(form.amount),
          currency: String(form.currency),
          metadata: (form.metadata ?? {}) as Record<string, string>,
        });
      if (method === 'POST' && verb === 'cancel') return book.cancelIntent(id ?? '');
      if (id !== undefined) return shown(book.intent(id));
      return list([...book.intents.values()].map(shown), form);
    }
    if (collection === 'refunds') {
      const metadata = (form.metadata ?? {}) as Record<string, string>;
      if (method === 'POST')
        return book.refund(
          String(form.payment_intent),
          form.amount === undefined ? undefined : Number(form.amount),
          metadata,
        );
      const all = [...book.refunds.values()];
      return list(
        form.payment_intent === undefined ? all : all.filter((item) => item.payment_intent === form.payment_intent),
        form,
      );
    }
    if (collection === 'disputes') {
      if (id === undefined) return list([...book.disputes.values()], form);
      const dispute = book.disputes.get(id);
      if (dispute !== undefined) return dispute;
    }
    if (collection === 'balance_transactions') return list(book.entries, form);
    if (collection === 'balance')
      return { object: 'balance', available: [{ currency: 'usd', amount: book.balance() }], pending: [] };
    throw new StripeRefusal(404, 'resource_missing');
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** The body and the header of an event, as Stripe would send them at this time. */
  const sign = (event: object, at: { timestampS?: number; secret?: string } = {}) => {
    const payload = JSON.stringify(event);
    const timestamp = at.timestampS ?? Math.floor(nowMs() / 1000);
    const secret = at.secret ?? webhookSecret;
    return { payload, signature: Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }) };
  };
  /** Sends an event to a program; gives the status of its answer. */
  const deliver = async (target: string, event: StripeEvent): Promise<number> => {
    const { payload, signature } = sign(event);
    const answer = await fetch(`${target}/webhooks/stripe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
      body: payload,
    });
    await answer.arrayBuffer();
    return answer.status;
  };

  return {
    url,
    webhookSecret,
    book,
    /** Method and path of every request so far. */
    calls,
    /** Requests whose "METHOD /path" contains `path` fail this way, the next `times` times. */
    failNext: (path: string, failure: Failure, times = 1) => void planned.push({ path, failure, times }),
    /** As after a day: keys are forgotten, and the same key is a new request. */
    forgetKeys: () => keys.clear(),
    sign,
    deliver,
    /** Delivers every event so far, in order. */
    deliverAll: async (target: string): Promise<number[]> => {
      const statuses: number[] = [];
      for (const event of book.events) statuses.push(await deliver(target, event));
      return statuses;
    },
    /** The environment of a program that is to use this Stripe. */
    env: {
      PAYMENTS: 'stripe',
      STRIPE_SECRET_KEY: 'sk_test_0123456789',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_0123456789',
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_BASE: url,
      STRIPE_JS_URL: `${url}/v3/`,
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What the form of the page sends. The secret is the right to pay, as at Stripe. */
function confirm(book: StripeBook, secret: string, number: string): object {
  const intent = book.intent(secret.split('_secret_')[0] ?? '');
  if (intent.client_secret !== secret) throw new StripeRefusal(401, 'wrong_secret');
  if (!number.endsWith('0002')) return book.pay(intent.id);
  book.decline(intent.id);
  throw new StripeRefusal(402, 'card_declined');
}

interface Listed {
  id: string;
  created: number;
}
/** Newest first, by pages, as Stripe lists. */
function list(all: readonly Listed[], form: ReturnType<typeof parseForm>): object {
  const created = (form.created ?? {}) as { gte?: string; lte?: string };
  const found = all
    .filter(
      (item) => item.created >= Number(created.gte ?? 0) && item.created <= Number(created.lte ?? Number.MAX_VALUE),
    )
    .toReversed();
  const start = form.starting_after === undefined ? 0 : found.findIndex((item) => item.id === form.starting_after) + 1;
  const limit = Number(form.limit ?? 10);
  return {
    object: 'list',
    data: found.slice(start, start + limit),
    has_more: found.length > start + limit,
    url: '/v1/list',
  };
}

const refusal = ({ status, code }: StripeRefusal): Answer => ({
  status,
  body: { error: { type: errorType(status, code), code, message: code } },
});
function errorType(status: number, code: string): string {
  if (code === 'idempotency_error') return 'idempotency_error';
  return status >= 500 ? 'api_error' : 'invalid_request_error';
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const headers = { 'content-type': 'application/json', 'request-id': 'req_standin' };
  // The form of the page asks from another origin.
  response.writeHead(status, { ...headers, 'access-control-allow-origin': '*' });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
