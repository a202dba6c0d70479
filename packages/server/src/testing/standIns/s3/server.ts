/**
 * A store that speaks the part of S3 that backups use, in memory: put, get, list (in pages) and delete, by path-style addresses. It checks
 * every signature by itself, from the published rules of AWS Signature Version 4, and can be told to fail.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

const ACCESS_KEY = 'STANDIN';
const SECRET = 'a secret that the stand-in alone knows';
const PAGE = 5;

export interface S3StandIn {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly objects: Map<string, Buffer>;
  /** The next requests are answered with 500, this many. */
  failNext(count: number): void;
  readonly refused: () => number;
  stop(): Promise<void>;
}

const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function isSigned(request: IncomingMessage, url: URL): boolean {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  const date = String(request.headers['x-amz-date'] ?? '');
  if (match === null || match[1] !== ACCESS_KEY || !date.startsWith(match[2]!)) return false;
  const [, , day, region, names, signature] = match as unknown as string[];
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const headers = names!.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`);
  const payload = String(request.headers['x-amz-content-sha256'] ?? '');
  const canonical = [request.method, url.pathname, query, headers.join(''), names, payload].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const key = [region!, 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${SECRET}`, day!));
  return timingSafeEqual(hmac(key, toSign), Buffer.from(signature!, 'hex'));
}

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function listPage(objects: Map<string, Buffer>, url: URL): string {
  const prefix = url.searchParams.get('prefix') ?? '';
  const after = url.searchParams.get('continuation-token') ?? '';
  const bucket = `${decodeURIComponent(url.pathname.slice(1))}/`;
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(bucket + prefix))
    .map((key) => key.slice(bucket.length))
    .filter((key) => key > after)
    .sort();
  const page = keys.slice(0, PAGE);
  const next = keys.length > PAGE ? `<NextContinuationToken>${escapeXml(page.at(-1)!)}</NextContinuationToken>` : '';
  const contents = page.map((key) => `<Contents><Key>${escapeXml(key)}</Key></Contents>`).join('');
  return `<?xml version="1.0"?><ListBucketResult>${contents}${next}</ListBucketResult>`;
}

export async function startS3StandIn(): Promise<S3StandIn> {
  const objects = new Map<string, Buffer>();
  let failing = 0;
  let refused = 0;
  const answer = (response: ServerResponse, status: number, body: string | Buffer = ''): void => {
    response.writeHead(status, { 'content-length': Buffer.byteLength(body) });
    response.end(body);
  };
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://s3');
    const body = await buffer(request);
    if (failing > 0) {
      failing--;
      return answer(response, 500, '<Error><Message>We encountered an internal error.</Message></Error>');
    }
    if (!isSigned(request, url)) {
      refused++;
      return answer(response, 403, '<Error><Message>The signature does not match.</Message></Error>');
    }
    const key = decodeURIComponent(url.pathname.slice(1));
    if (url.searchParams.has('list-type')) return answer(response, 200, listPage(objects, url));
    if (request.method === 'PUT') objects.set(key, body);
    else if (request.method === 'DELETE') objects.delete(key);
    else {
      const found = objects.get(key);
      if (found === undefined) return answer(response, 404, '<Error><Message>No such key.</Message></Error>');
      return answer(response, 200, found);
    }
    answer(response, request.method === 'DELETE' ? 204 : 200);
  }
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    accessKeyId: ACCESS_KEY,
    secretAccessKey: SECRET,
    objects,
    failNext: (count) => {
      failing = count;
    },
    refused: () => refused,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
