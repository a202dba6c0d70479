import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { askChain } from './contractSignature.ts';
import { isSignedBy } from './signature.ts';

const wallet = Buffer.alloc(20, 0x11);
const signature = Buffer.alloc(96, 0x22);

let nodes: Server[] = [];
let calls: string[] = [];
afterEach(() => {
  for (const node of nodes) {
    node.close();
    node.closeAllConnections();
  }
  nodes = [];
  calls = [];
});

/** A node that gives every call the same answer; the address to ask. */
async function nodeThatAnswers(answer: object, status = 200): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { id, method } = JSON.parse(body) as { id: number; method: string };
      calls.push(method);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
    });
  });
  nodes.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}
const ask = (url: string) => askChain(url, wallet, 'the message', signature);

describe('a contract wallet', () => {
  it('is signed in when its contract approves', async () => {
    const url = await nodeThatAnswers({ result: '0x01' });
    expect(await ask(url)).toBe('valid');
    expect(calls).toEqual(['eth_call']);
    expect(await isSignedBy(wallet, 'the message', `0x${signature.toString('hex')}`, url)).toBe(true);
  });

  it('is refused when its contract does not approve', async () => {
    expect(await ask(await nodeThatAnswers({ result: '0x00' }))).toBe('invalid');
    expect(await ask(await nodeThatAnswers({ result: '0x' }))).toBe('invalid');
  });

  it('is refused when the call is reverted', async () => {
    expect(await ask(await nodeThatAnswers({ error: { code: 3, message: 'execution reverted', data: '0x' } }))).toBe(
      'invalid',
    );
    expect(await ask(await nodeThatAnswers({ error: { code: -32000, message: 'execution reverted' } }))).toBe(
      'invalid',
    );
  });

  it('gets no verdict from a node that is down, broken or too busy', async () => {
    expect(await ask('http://127.0.0.1:9')).toBe('unreachable');
    expect(await ask(await nodeThatAnswers({}, 500))).toBe('unreachable');
    expect(await ask(await nodeThatAnswers({ error: { code: -32005, message: 'limit exceeded' } }))).toBe(
      'unreachable',
    );
    expect(await ask(await nodeThatAnswers({ error: { code: -32601, message: 'no such method' } }))).toBe(
      'unreachable',
    );
  });

  it('is told to come back when nobody could be asked', async () => {
    await expect(isSignedBy(wallet, 'the message', '0x1234', 'http://127.0.0.1:9')).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });

  it('is refused when no node is configured', async () => {
    expect(await isSignedBy(wallet, 'the message', '0x1234', null)).toBe(false);
  });
});
