import { describe, expect, it } from 'vitest';
import { createEnvReader } from './envReader.ts';
import { readFairPlay, THRESHOLD_DEFAULTS } from './fairPlay.ts';

function read(env: Record<string, string>) {
  const reader = createEnvReader(env);
  return { config: readFairPlay(reader), problems: reader.problems };
}

describe('the thresholds of fair play', () => {
  it('keep their defaults where they are not named', () => {
    expect(read({})).toMatchObject({ config: { thresholds: THRESHOLD_DEFAULTS, keepDays: 30 }, problems: [] });
    const { config, problems } = read({ FAIRPLAY_THRESHOLDS: ' review=80, shared_card = 70,' });
    expect(config.thresholds).toEqual({ ...THRESHOLD_DEFAULTS, review: 80, shared_card: 70 });
    expect(problems).toEqual([]);
  });

  it.each(['reviev=80', 'review', 'review=-1', 'review=1001', 'review=1.5', '__proto__=1'])('refuse %s', (text) => {
    const [problem] = read({ FAIRPLAY_THRESHOLDS: text }).problems;
    expect(problem).toContain('FAIRPLAY_THRESHOLDS must be name=number');
  });

  it('refuse what would make a family suspect', () => {
    expect(read({ FAIRPLAY_THRESHOLDS: 'review=50' }).problems[0]).toContain('families are suspected');
  });
});
