import { describe, expect, it } from 'vitest';
import { battleChip, begunAt, landChip, landsLike, partsOf } from './chips.ts';

const BATTLE = 'ab12'.repeat(6);
const land = (territoryId: number, name: string) => ({ kind: 'land', territoryId, name });
const text = (value: string) => ({ kind: 'text', text: value });

describe('a message', () => {
  it('without a slash is one piece of text', () => {
    expect(partsOf('Hold the lake.\nAt dawn')).toEqual([text('Hold the lake.\nAt dawn')]);
    expect(partsOf('')).toEqual([]);
  });

  it('names lands in any case, also those of two words, and keeps what stands around', () => {
    expect(partsOf('/Hollowpine next? then /cape alder.')).toEqual([
      land(13, 'Hollowpine'),
      text(' next? then '),
      land(23, 'Cape Alder'),
      text('.'),
    ]);
    expect(partsOf(`go ${landChip('Icevein')}`)).toEqual([text('go '), land(14, 'Icevein')]);
  });

  it('names battles by their id', () => {
    expect(partsOf(`${battleChip(BATTLE)} look`)).toEqual([{ kind: 'battle', battleId: BATTLE }, text(' look')]);
  });

  it.each([
    'and/or',
    '/Hollowpines',
    '/Hollow',
    '/',
    'a /Hollowpiné',
    'https://example.org/Hollowpine',
    `/battles/${BATTLE}0`,
    '/battles/12',
    '/<img src=x>',
  ])('leaves %j as it is', (message) => {
    expect(partsOf(message)).toEqual([text(message)]);
  });

  it('loses no character', () => {
    const message = `x /Wolfwood/ //Windtor /windtor,/Wolfwood /Windtor ${battleChip(BATTLE)}\n/Icevein`;
    const back = partsOf(message).map((part) =>
      part.kind === 'text' ? part.text : part.kind === 'land' ? landChip(part.name) : battleChip(part.battleId),
    );
    expect(back.join('').toLowerCase()).toBe(message.toLowerCase());
  });
});

describe('a name being typed', () => {
  it('is what stands between the last slash and the caret', () => {
    expect(begunAt('go /Hol', 7)).toEqual({ from: 3, start: 'Hol' });
    expect(begunAt('/cape al', 8)).toEqual({ from: 0, start: 'cape al' });
    expect(begunAt('/', 1)).toEqual({ from: 0, start: '' });
    expect(begunAt('and/or', 6)).toBeNull();
    expect(begunAt('/Hol then', 9)).toEqual({ from: 0, start: 'Hol then' });
    expect(begunAt('no', 2)).toBeNull();
  });

  it('is completed by at most five lands, and by none once it is whole', () => {
    expect(landsLike('holl')).toEqual(['Hollowpine']);
    expect(landsLike('')).toHaveLength(5);
    expect(landsLike('Hollowpine')).toEqual([]);
    expect(landsLike('Hol then')).toEqual([]);
  });
});
