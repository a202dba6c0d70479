/** A node's address that a test can break: it hands requests on to a real node, or fails in a chosen way. */
import { createServer } from 'node:http';

interface RpcCall {
  readonly method: string;
  readonly params?: readonly unknown[];
}

/** How the node misbehaves: closes the line, answers 500, never answers, answers with no JSON. */
export type RpcFault = 'none' | 'cut' | 'error500' | 'silent' | 'garbage';

export interface RpcProxy {
  readonly url: string;
  fault: RpcFault;
  /** Changes single answers of the node; null = none. */
  alter: ((call: RpcCall, result: unknown) => unknown) | null;
  /** Methods asked for so far. */
  readonly asked: string[];
  close(): Promise<void>;
}

export async function openRpcProxy(targetUrl: string): Promise<RpcProxy> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const call = JSON.parse(body) as RpcCall;
      asked.push(call.method);
      if (proxy.fault === 'cut') return void request.socket.destroy();
      if (proxy.fault === 'silent') return;
      if (proxy.fault === 'error500') return void response.writeHead(500).end('broken');
      if (proxy.fault === 'garbage') {
        return void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>hello</html>');
      }
      void pass(body, call).then(
        (answer) => response.writeHead(200, { 'content-type': 'application/json' }).end(answer),
        () => request.socket.destroy(),
      );
    });
  });

  async function pass(body: string, call: RpcCall): Promise<string> {
    const headers = { 'content-type': 'application/json' };
    const answer = await (await fetch(targetUrl, { method: 'POST', headers, body })).text();
    if (proxy.alter === null) return answer;
    const parsed = JSON.parse(answer) as { result?: unknown };
    if (!('result' in parsed)) return answer;
    return JSON.stringify({ ...parsed, result: proxy.alter(call, parsed.result) });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const proxy: RpcProxy = {
    url: `http://127.0.0.1:${address.port}`,
    fault: 'none',
    alter: null,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}
