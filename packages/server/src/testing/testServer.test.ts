import { describe, expect, it } from 'vitest';
import { startTestServer } from './testServer.ts';

describe('startTestServer', () => {
  it.each(['postgres://game@db/cryptotribes', 'postgres://game@db/', 'postgres://game@db/test', 'no url_test'])(
    'refuses %s: tests drop databases',
    async (url) => {
      await expect(startTestServer(url)).rejects.toThrow(/ends with _test/);
    },
  );

  it('uses a given server whose database says that it is for tests, and leaves it running', async () => {
    const server = await startTestServer('postgres://game@db/cryptotribes_test');
    expect(server).toMatchObject({ adminUrl: 'postgres://game@db/cryptotribes_test', prefix: 'cryptotribes_test' });
    await expect(server.stop()).resolves.toBeUndefined();
  });
});
