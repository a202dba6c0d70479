import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadOrCreateSecret } from './secrets.ts';

let base: string;

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'ct-secrets-'));
});

afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('loadOrCreateSecret', () => {
  it('makes a secret once, in a folder it creates, and finds it again', () => {
    const dataDir = path.join(base, 'new', 'data');
    const secret = loadOrCreateSecret(dataDir, 'jwt-secret');
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(loadOrCreateSecret(dataDir, 'jwt-secret')).toBe(secret);
    expect(readdirSync(dataDir)).toEqual(['jwt-secret']);
  });

  it('makes another one for every name and folder', () => {
    const secrets = [
      loadOrCreateSecret(base, 'a'),
      loadOrCreateSecret(base, 'b'),
      loadOrCreateSecret(`${base}/x`, 'a'),
    ];
    expect(new Set(secrets).size).toBe(3);
  });

  it('lets nobody else read it, even when the file was open before', () => {
    loadOrCreateSecret(base, 'a');
    expect(statSync(path.join(base, 'a')).mode & 0o777).toBe(0o600);
    chmodSync(path.join(base, 'a'), 0o644);
    loadOrCreateSecret(base, 'a');
    expect(statSync(path.join(base, 'a')).mode & 0o777).toBe(0o600);
  });

  it('refuses an empty file instead of working without a secret', () => {
    writeFileSync(path.join(base, 'a'), '\n');
    expect(() => loadOrCreateSecret(base, 'a')).toThrow(/is empty/);
    expect(readFileSync(path.join(base, 'a'), 'utf8')).toBe('\n');
  });
});
