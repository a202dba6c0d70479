/** Backups in a bucket, by the part of the S3 protocol that all its imitators speak: put, get, list, delete. */
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import { MANIFEST_FILE } from './manifest.ts';
import { type BackupStore, byTime } from './store.ts';

export interface S3Place {
  /** Without a slash at the end; buckets are addressed by path. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Folder in the bucket, without slashes around it; '' = none. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A dead connection must not hold a backup for ever. */
const REQUEST_TIMEOUT_MS = 10 * 60_000;
const RETRIES = 4;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decode = (xml: string): string =>
  xml.replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name]!);
const textsOf = (xml: string, tag: string): string[] =>
  [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map((match) => decode(match[1]!));

export function s3Store(place: S3Place): BackupStore {
  const { accessKeyId, secretAccessKey, region } = place;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: RETRIES });
  const bucket = `${place.endpoint}/${encodeURIComponent(place.bucket)}`;
  const under = place.prefix === '' ? '' : `${place.prefix}/`;
  const urlOf = (key: string): string => `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;

  async function ask(url: string, init: RequestInit & { duplex?: 'half' }, what: string): Promise<Response> {
    const response = await client.fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    if (response.ok) return response;
    const [reason] = textsOf(await response.text(), 'Message');
    throw new Error(`${what} failed with ${response.status}${reason === undefined ? '' : `: ${reason}`}`);
  }

  async function upload(file: string, key: string): Promise<void> {
    const { size } = await stat(file);
    // A stream can be sent once only, so every attempt opens the file anew.
    for (let attempt = 1; ; attempt++) {
      const body = Readable.toWeb(createReadStream(file)) as unknown as RequestInit['body'];
      const headers = { 'content-length': String(size), 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
      const request = await client.sign(urlOf(key), { method: 'PUT', headers });
      const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
      const sent = { method: 'PUT', headers: request.headers, body, duplex: 'half', signal } as RequestInit;
      const response = await fetch(urlOf(key), sent).catch((error: unknown) => error as Error);
      if (response instanceof Response && response.ok) return;
      const isFinal = response instanceof Response && response.status < 500 && response.status !== 429;
      if (isFinal || attempt > RETRIES) {
        const reason = response instanceof Response ? `${response.status}` : response.message;
        throw new Error(`storing ${key} failed with ${reason}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt));
    }
  }

  async function keysUnder(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for (let token: string | undefined = ''; token !== undefined; ) {
      const query = new URLSearchParams({ 'list-type': '2', prefix });
      if (token !== '') query.set('continuation-token', token);
      const xml = await (await ask(`${bucket}?${query}`, {}, 'listing the bucket')).text();
      keys.push(...textsOf(xml, 'Key'));
      token = textsOf(xml, 'NextContinuationToken')[0];
    }
    return keys;
  }

  return {
    place: `s3://${place.bucket}/${place.prefix}`,
    prepare: () => mkdtemp(path.join(tmpdir(), 'ct-backup-')),
    async publish(folder, name) {
      // The manifest comes last: without it there is no backup of that name.
      const files = (await readdir(folder)).filter((file) => file !== MANIFEST_FILE);
      for (const file of [...files, MANIFEST_FILE]) await upload(path.join(folder, file), `${under}${name}/${file}`);
      await rm(folder, { recursive: true, force: true });
    },
    async list() {
      const end = `/${MANIFEST_FILE}`;
      const manifests = (await keysUnder(under)).filter((key) => key.endsWith(end));
      return byTime(manifests.map((key) => key.slice(under.length, -end.length)));
    },
    async read(name, file) {
      const { body } = await ask(urlOf(`${under}${name}/${file}`), {}, `reading ${name}/${file}`);
      if (body === null) throw new Error(`${name}/${file} is empty`);
      return Readable.fromWeb(body as ReadableStream);
    },
    async remove(name) {
      // The manifest goes first: what is half removed is no backup any more.
      const keys = await keysUnder(`${under}${name}/`);
      const manifest = keys.filter((key) => key.endsWith(`/${MANIFEST_FILE}`));
      for (const key of [...manifest, ...keys.filter((one) => !manifest.includes(one))])
        await ask(urlOf(key), { method: 'DELETE' }, `removing ${key}`);
    },
  };
}
