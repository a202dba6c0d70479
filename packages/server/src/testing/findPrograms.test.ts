import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findAnvil, findChromium, findForge, findRedisServer, findSystemPostgres } from './findPrograms.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ct-programs-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, mode: number): string {
  const file = path.join(folder, name);
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, mode);
  return file;
}

describe('findRedisServer', () => {
  it('finds an executable redis-server in the PATH', () => {
    const file = program('redis-server', 0o755);
    expect(findRedisServer({ PATH: `/nowhere:${folder}` })).toEqual({ ok: true, value: file });
  });

  it('says what is missing otherwise', () => {
    expect(findRedisServer({ PATH: '/nowhere' })).toEqual({ ok: false, reason: 'redis-server is not in the PATH' });
    expect(findRedisServer({}).ok).toBe(false);
  });
});

describe('findSystemPostgres', () => {
  it('takes the newest version that can copy a running server', () => {
    for (const version of ['9', '15', '17']) {
      mkdirSync(path.join(folder, version, 'bin'), { recursive: true });
      program(path.join(version, 'bin', 'postgres'), 0o755);
      if (version !== '17') program(path.join(version, 'bin', 'pg_basebackup'), 0o755);
    }
    expect(findSystemPostgres(folder)).toEqual({ ok: true, value: path.join(folder, '15', 'bin') });
  });

  it('says what is missing otherwise', () => {
    expect(findSystemPostgres(path.join(folder, 'nowhere')).ok).toBe(false);
    expect(findSystemPostgres(folder).ok).toBe(false);
  });
});

describe('findChromium', () => {
  it('takes CHROMIUM_PATH before anything else', async () => {
    const file = program('browser', 0o755);
    expect(await findChromium({ CHROMIUM_PATH: file })).toMatchObject({ ok: true, value: { executablePath: file } });
  });

  it('does not take another browser when CHROMIUM_PATH is wrong', async () => {
    expect(await findChromium({ CHROMIUM_PATH: path.join(folder, 'none') })).toEqual({
      ok: false,
      reason: 'CHROMIUM_PATH names no program',
    });
  });
});

describe('findForge and findAnvil', () => {
  it('take FORGE_PATH and ANVIL_PATH before anything else', () => {
    const file = program('mine', 0o755);
    expect(findForge({ FORGE_PATH: file })).toEqual({ ok: true, value: file });
    expect(findAnvil({ ANVIL_PATH: file })).toEqual({ ok: true, value: file });
  });

  it('do not take another program when the variable is wrong', () => {
    const reason = { ok: false, reason: 'FORGE_PATH names no program' };
    expect(findForge({ FORGE_PATH: program('mine', 0o644), PATH: folder })).toEqual(reason);
  });

  it('find the one that is installed, or say what to do', () => {
    for (const found of [findForge({}), findAnvil({})]) {
      if (found.ok) expect(path.isAbsolute(found.value)).toBe(true);
      else expect(found.reason).toMatch(/^install Foundry or set (FORGE|ANVIL)_PATH$/);
    }
  });
});
