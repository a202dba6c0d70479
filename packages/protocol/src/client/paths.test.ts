import { describe, expect, it } from 'vitest';
import { routes } from '../routes.ts';
import { adminPaths } from './adminPaths.ts';
import { fillPath } from './apiClient.ts';
import { appealPaths } from './appealPaths.ts';
import { paths } from './paths.ts';

const everything = { ...paths, ...adminPaths, ...appealPaths };

describe('paths', () => {
  it('are those of the route table, all of them and no more', () => {
    const table = Object.fromEntries(Object.entries(routes).map(([name, route]) => [name, [route.method, route.path]]));
    expect(everything).toEqual(table);
  });

  it('are different for different routes', () => {
    const all = Object.values(everything).map(([method, path]) => `${method} ${path.replace(/:\w+/g, ':')}`);
    expect(new Set(all).size).toBe(all.length);
  });

  it('name exactly the parameters that their schema has', () => {
    for (const [name, route] of Object.entries(routes)) {
      const named = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1]).sort();
      const schema = 'params' in route ? Object.keys(route.params.properties).sort() : [];
      expect([name, ...named]).toEqual([name, ...schema]);
    }
  });

  it('take parameters as text that cannot leave its place', () => {
    expect(fillPath('/v1/tribes/:tribeId/requests/:userId/accept', { tribeId: 'a', userId: '../x?y' })).toBe(
      '/v1/tribes/a/requests/..%2Fx%3Fy/accept',
    );
  });
});
