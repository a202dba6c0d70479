import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Command, UsageError } from './command.ts';
import { COMMANDS } from './commands.ts';
import { runCt } from './ct.ts';

interface Run {
  code: number;
  out: string;
  err: string;
}

async function ct(argv: string[], options: { stdin?: string; commands?: Command[] } = {}): Promise<Run> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const io = { env: { PORT: 'secret-value' }, stdin: Readable.from([options.stdin ?? '']), stdout, stderr };
  const code = await runCt(argv, io, options.commands);
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

const BATTLE = {
  terrain: 'plains',
  attacker: { army: { militia: 100 } },
  defender: { contributors: [{ units: { spearman: 20 } }] },
};

const engine = (battle: unknown, ...args: string[]): Promise<Run> =>
  ct(['engine', ...args], { stdin: JSON.stringify(battle) });

describe('ct', () => {
  it('lists every command, and each of them has a help text', async () => {
    const { code, out } = await ct(['--help']);
    expect(code).toBe(0);
    for (const command of COMMANDS) {
      expect(out).toContain(command.name);
      const help = await ct([command.name, '--help']);
      expect(help.code).toBe(0);
      expect(help.out).toContain(`Usage: ct ${command.name}`);
    }
  });

  it('answers an unknown command, a missing one and an unknown option with code 2', async () => {
    expect(await ct(['dance'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('"dance"') });
    expect((await ct([])).code).toBe(2);
    expect(await ct(['migrate', '--fast'])).toMatchObject({ code: 2, err: expect.stringContaining('--fast') });
  });

  it('answers a failure with code 1 and its message, without a stack', async () => {
    const failing = (error: Error): Command => ({
      name: 'fail',
      summary: '',
      help: 'the help',
      run: () => Promise.reject(error),
    });
    const failed = await ct(['fail'], { commands: [failing(new Error('no luck'))] });
    expect(failed).toEqual({ code: 1, out: '', err: 'ct fail: no luck\n' });
    const misused = await ct(['fail'], { commands: [failing(new UsageError('not so'))] });
    expect(misused).toMatchObject({ code: 2, err: expect.stringContaining('the help') });
  });

  it('names a wrong setting but not its value', async () => {
    const { code, err } = await ct(['migrate']);
    expect(code).toBe(1);
    expect(err).toContain('PORT must be');
    expect(err).not.toContain('secret-value');
  });
});

describe('ct engine', () => {
  it('fights a battle and writes its outcome', async () => {
    const { code, out } = await engine(BATTLE);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ winner: 'attacker', varianceBp: 0, attackerPower: 100_000 });
  });

  it('takes the luck it is given', async () => {
    const { out } = await engine({ ...BATTLE, varianceBp: -1_000 });
    expect(JSON.parse(out)).toMatchObject({ varianceBp: -1_000, attackerFinalPower: 90_000 });
  });

  it('previews the odds', async () => {
    const { out } = await engine(BATTLE, '--preview');
    expect(JSON.parse(out)).toMatchObject({ winning: 2_001, of: 2_001 });
  });

  it.each([
    ['no JSON', 'x', 'JSON on stdin'],
    ['an empty army', { ...BATTLE, attacker: { army: {} } }, 'attacker.army must be at least one unit'],
    ['half a unit', { ...BATTLE, attacker: { army: { militia: 0.5 } } }, 'attacker.army.militia must be'],
    ['units as text', { ...BATTLE, attacker: { army: { militia: '5' } } }, 'attacker.army.militia must be'],
    ['an unknown unit', { ...BATTLE, attacker: { army: { dragon: 1 } } }, 'unknown field "dragon"'],
    ['a strange terrain', { ...BATTLE, terrain: 'moon' }, 'terrain must be one of'],
    ['too much luck', { ...BATTLE, varianceBp: 1_001 }, 'varianceBp must be'],
    ['no list of contributors', { ...BATTLE, defender: {} }, 'defender.contributors must be a list'],
  ])('refuses %s and names the place', async (_name, battle, message) => {
    const run = await ct(['engine'], { stdin: typeof battle === 'string' ? battle : JSON.stringify(battle) });
    expect(run.code).toBe(2);
    expect(run.err).toContain(message);
  });
});
