import { describe, expect, it } from 'vitest';
import { readCharges } from '../tribes/emblem.ts';
import { type BattleFacts, battleCardSvg, tribeCardSvg, verdictOf } from './cardSvg.ts';
import { withHead } from './pageHead.ts';

const raven = { id: 'a'.repeat(24), name: 'Raven Host', tag: 'RVN', ordinal: 1 };
const facts = { ...raven, rank: 1, victoryPoints: 12_345, lands: 5, members: 7 };
const battle: BattleFacts = {
  place: 'Hollowpine',
  attacker: raven,
  defender: null,
  attackerName: 'Raven Host',
  defenderName: 'its wild holders',
  winner: 'attacker',
  isTaken: true,
  losses: { attacker: 80, defender: 112 },
};

describe('a share card', () => {
  it('shows a tribe’s name, tag and figures', () => {
    const svg = tribeCardSvg(facts, readCharges());
    for (const words of ['Raven Host', '[RVN]', '#1', '12,345', '7 / 12']) expect(svg).toContain(`>${words}<`);
  });

  it('escapes names, and gives those that the fonts cannot write as the tag', () => {
    const svg = tribeCardSvg({ ...facts, name: `Helm & <"Hearth">'s` }, readCharges());
    expect(svg).not.toContain('<"');
    expect(svg).toContain('Helm &#38; &#60;&#34;Hearth&#34;&#62;&#39;s');
    expect(tribeCardSvg({ ...facts, name: 'Волки' }, readCharges())).toContain('>RVN<');
  });

  it('makes long names smaller, so that they fit', () => {
    const sizeOf = (name: string) =>
      Number(new RegExp(`font-size="(\\d+)"[^>]*>${name}`).exec(tribeCardSvg({ ...facts, name }, readCharges()))?.[1]);
    expect(sizeOf('Raven')).toBe(100);
    expect(sizeOf('W'.repeat(30))).toBeLessThan(50);
  });

  it('says of a battle how it went, in all cases', () => {
    expect(verdictOf(battle)).toBe('Raven Host took it from its wild holders');
    expect(verdictOf({ ...battle, winner: 'defender' })).toBe('its wild holders held against Raven Host');
    expect(verdictOf({ ...battle, isTaken: false })).toBe('Raven Host beat its wild holders');
    expect(verdictOf({ ...battle, winner: null })).toBe('Raven Host marches on its wild holders');
    const svg = battleCardSvg(battle, readCharges());
    for (const words of ['Hollowpine', 'BATTLE COMPLETE', '80 and 112 units fell']) expect(svg).toContain(`>${words}<`);
  });
});

describe('the head of a page', () => {
  const page =
    '<head><meta\n name="description"\n content="usual"\n /><title>CryptoTribes</title></head><body><div id="root"></div></body>';
  const head = { title: `$& "A" <b>`, description: `d'</head><script>`, path: '/tribe/1', image: '/v1/x.png' };

  it('has title, words, address and picture of its own, and nothing that is not escaped', async () => {
    const html = await withHead(page, head, 'https://example.org');
    expect(html).toContain('<title>$&#38; &#34;A&#34; &#60;b&#62; · CryptoTribes</title>');
    expect(html).toContain('<meta name="description" content="d&#39;&#60;/head&#62;&#60;script&#62;" />');
    expect(html).toContain('property="og:url" content="https://example.org/tribe/1"');
    expect(html).toContain('property="og:image" content="https://example.org/v1/x.png"');
    expect(html).not.toContain('<script');
    expect(html.match(/<\/head>/g)).toHaveLength(1);
    expect(html).toContain('<div id="root"></div>');
  });
});
