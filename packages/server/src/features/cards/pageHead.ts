/** What the head of a page says to other sites that show a link to it (Open Graph): for tribes and battles of their own, else the usual. */
import type { Context } from '../../context.ts';
import { CARD_HEIGHT, CARD_WIDTH, escapeMarkup, number, verdictOf } from './cardSvg.ts';
import { battleFacts, tribeFacts } from './facts.ts';
import { canDraw } from './png.ts';

export interface PageHead {
  title: string;
  description: string;
  /** Path of the page and of its picture. */
  path: string;
  image: string;
}

export async function tribeHead(ctx: Context, tribeId: string): Promise<PageHead> {
  const tribe = await tribeFacts(ctx, tribeId);
  const rank = tribe.rank === null ? '' : `Rank ${number(tribe.rank)}, `;
  const lands = `${number(tribe.lands)} ${tribe.lands === 1 ? 'land' : 'lands'}`;
  return {
    title: `${tribe.name} [${tribe.tag}]`,
    description: `${rank}${number(tribe.victoryPoints)} victory points, ${lands}, ${tribe.members} of 12 seats taken.`,
    path: `/tribe/${tribeId}`,
    image: `/v1/tribes/${tribeId}/card.png`,
  };
}

export async function battleHead(ctx: Context, battleId: string): Promise<PageHead> {
  const facts = await battleFacts(ctx, battleId);
  return {
    title: `Battle: ${facts.place}`,
    description: `${verdictOf(facts)}. Every battle can be checked by anyone.`,
    path: `/battles/${battleId}`,
    image: `/v1/battles/${battleId}/card.png`,
  };
}

const tag = (name: 'property' | 'name', key: string, content: string | number): string =>
  `<meta ${name}="${key}" content="${escapeMarkup(String(content))}" />`;

/** The page with its own title and tags. Only attributes and text are put in, all of them escaped: no script, no style. */
export async function withHead(page: string, head: PageHead, publicUrl: string): Promise<string> {
  const title = `${head.title} · CryptoTribes`;
  const image = (await canDraw())
    ? [
        tag('property', 'og:image', `${publicUrl}${head.image}`),
        tag('property', 'og:image:width', CARD_WIDTH),
        tag('property', 'og:image:height', CARD_HEIGHT),
        tag('name', 'twitter:card', 'summary_large_image'),
      ]
    : [];
  const tags = [
    tag('property', 'og:site_name', 'CryptoTribes'),
    tag('property', 'og:type', 'website'),
    tag('property', 'og:title', title),
    tag('property', 'og:description', head.description),
    tag('property', 'og:url', `${publicUrl}${head.path}`),
    ...image,
  ].join('');
  // Functions: a `$` in a name means nothing then.
  return page
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escapeMarkup(title)}</title>`)
    .replace(/<meta\s+name="description"\s+content="[^"]*"\s*\/?>/, () => tag('name', 'description', head.description))
    .replace('</head>', () => `${tags}</head>`);
}
