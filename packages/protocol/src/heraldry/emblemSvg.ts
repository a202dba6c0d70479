import { DIVISIONS, type Heraldry, SHIELD_OUTLINE } from './heraldry.ts';

/** Path of a charge on a 512 x 512 field, by name. */
export type ChargePaths = Readonly<Record<string, string>>;

/**
 * A shield as a picture of its own: one SVG document of paths and colours, without text, scripts, styles or links.
 * Throws for a charge that `charges` does not have.
 */
export function emblemSvg(arms: Heraldry, charges: ChargePaths): string {
  const charge = charges[arms.charge];
  if (charge === undefined) throw new Error(`no drawing of the charge ${arms.charge}`);
  const division =
    arms.division === 'plain'
      ? ''
      : `<path clip-path="url(#s)" fill="${arms.second}" fill-rule="evenodd" d="${DIVISIONS[arms.division]}"/>`;
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 122" width="200" height="244">',
    `<clipPath id="s"><path d="${SHIELD_OUTLINE}"/></clipPath>`,
    `<path fill="${arms.field}" d="${SHIELD_OUTLINE}"/>`,
    division,
    `<path transform="translate(20 24) scale(.1171875)" fill="${arms.chargeColour}" d="${charge}"/>`,
    `<path fill="none" stroke="#0E161A" stroke-width="7" stroke-linejoin="round" d="${SHIELD_OUTLINE}"/>`,
    `<path fill="none" stroke="#fff" stroke-opacity=".28" stroke-width="2" d="${SHIELD_OUTLINE}"/>`,
    '</svg>\n',
  ].join('');
}
