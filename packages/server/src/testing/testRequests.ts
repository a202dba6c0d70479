/** Requests as they travel, for what the typed client would never send; and what every answer must look like. */
import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { ERRORS, type ErrorCode } from '@cryptotribes/protocol/core/errors';
import { expect } from 'vitest';

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** Null when the answer is not JSON. */
  json: { success?: boolean; data?: unknown; error?: { code: string; message: string; details: unknown } } | null;
}

export interface RawRequest {
  method: string;
  path: string;
  token?: string | null;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}

/** Sends exactly this; nothing is added but the token and the length. */
export function send(url: string, given: RawRequest): Promise<RawAnswer> {
  const target = new URL(url);
  const body = given.body === undefined ? null : Buffer.from(given.body);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: target.hostname,
        port: target.port,
        method: given.method,
        path: given.path,
        agent: false,
        headers: {
          ...(given.token ? { authorization: `Bearer ${given.token}` } : {}),
          ...(body === null ? {} : { 'content-length': body.length }),
          ...given.headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) });
        });
        // The server may close while a body that is too large is still on its way: what it answered counts.
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    if (body !== null) request.write(body);
    request.end();
  });
}

/** A JSON request. */
export const sendJson = (url: string, given: Omit<RawRequest, 'body'> & { body?: unknown }): Promise<RawAnswer> =>
  send(url, {
    ...given,
    headers: { ...(given.body === undefined ? {} : { 'content-type': 'application/json' }), ...given.headers },
    ...(given.body === undefined
      ? {}
      : { body: typeof given.body === 'string' ? given.body : JSON.stringify(given.body) }),
  } as RawRequest);

function parse(text: string): RawAnswer['json'] {
  try {
    return JSON.parse(text) as RawAnswer['json'];
  } catch {
    return null;
  }
}

/** The answer is a refusal in the one envelope, with a code of the table and that code's status; never our fault. */
export function expectRefusal(answer: RawAnswer, what: string, code?: ErrorCode): void {
  const found = answer.json?.error?.code as ErrorCode | undefined;
  expect(answer.status, `${what}: ${answer.text.slice(0, 200)}`).toBeGreaterThanOrEqual(400);
  expect(answer.status, `${what}: ${answer.text.slice(0, 200)}`).toBeLessThan(500);
  expect(answer.json, what).toEqual({
    success: false,
    error: { code: expect.any(String), message: expect.any(String), details: expect.any(Object) },
    meta: { timestamp: expect.any(String), requestId: expect.any(String) },
  });
  expect(Object.keys(ERRORS), what).toContain(found);
  expect(answer.status, what).toBe(ERRORS[found as ErrorCode].status);
  if (code !== undefined) expect(found, what).toBe(code);
}
