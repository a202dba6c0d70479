/** The report's charts as SVG in the colours of the game: few marks, every number written beside its bar. */

export interface Bar {
  label: string;
  value: number;
  /** From here to there instead of from zero, with a mark at `value`. */
  range?: { from: number; to: number };
  /** A mark on the bar's line: what would be fair, or a bound. */
  mark?: number;
}

export interface Chart {
  title: string;
  note: string;
  unit: string;
  bars: readonly Bar[];
}

const NIGHT = '#0d1418';
const LINE = '#31434c';
const FROST = '#eef4f5';
const FROST_DIM = '#b7c5cb';
const EMBER = '#f4a340';
const ICE = '#86cde8';
const BLOOD = '#f58a74';

const WIDTH = 720;
const LEFT = 190;
const RIGHT = 90;
/** Three numbers are written behind a range. */
const RIGHT_OF_RANGE = 180;
const TOP = 74;
const ROW = 30;

/** Horizontal bars, one a row; below zero they turn left and red. Text is escaped. */
export function drawBars({ title, note, unit, bars }: Chart): string {
  const height = TOP + bars.length * ROW + 22;
  const numbers = bars.flatMap(({ value, range, mark }) => [value, range?.to ?? 0, mark ?? 0, 0]);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const span = most - least || 1;
  const right = bars.some(({ range }) => range !== undefined) ? RIGHT_OF_RANGE : RIGHT;
  const x = (value: number) => fixed(LEFT + ((value - least) / span) * (WIDTH - LEFT - right));
  const rows = bars.map((bar, at) => drawRow(bar, TOP + at * ROW, x, unit));
  const about = bars.map(({ label, value }) => `${label} ${value}${unit}`).join(', ');
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(`${title}: ${about}`)}" font-family="Archivo, system-ui, sans-serif" font-size="14">`,
    `<rect width="${WIDTH}" height="${height}" rx="6" fill="${NIGHT}"/>`,
    `<text x="24" y="34" fill="${FROST}" font-size="18" font-weight="600">${escaped(title)}</text>`,
    `<text x="24" y="56" fill="${FROST_DIM}" font-size="13">${escaped(note)}</text>`,
    `<path d="M${x(0)} ${TOP - 4}V${height - 18}" stroke="${LINE}"/>`,
    ...rows,
    '</svg>',
  ].join('\n')}\n`;
}

function drawRow({ label, value, range, mark }: Bar, y: number, x: (value: number) => string, unit: string): string {
  const [from, to] = range === undefined ? [Math.min(0, value), Math.max(0, value)] : [range.from, range.to];
  const fill = range !== undefined ? ICE : value < 0 ? BLOOD : EMBER;
  const width = fixed(Math.max(1, Number(x(to)) - Number(x(from))));
  const number = range === undefined ? `${value}${unit}` : `${range.from} · ${value} · ${range.to}${unit}`;
  return [
    `<text x="${LEFT - 12}" y="${y + 17}" fill="${FROST}" text-anchor="end">${escaped(label)}</text>`,
    `<rect x="${x(from)}" y="${y + 4}" width="${width}" height="18" rx="3" fill="${fill}"/>`,
    range === undefined ? '' : `<path d="M${x(value)} ${y + 2}v22" stroke="${NIGHT}" stroke-width="3"/>`,
    mark === undefined
      ? ''
      : `<path d="M${x(mark)} ${y + 1}v24" stroke="${FROST}" stroke-width="2" stroke-dasharray="3 3"/>`,
    `<text x="${fixed(Number(x(Math.max(to, 0, mark ?? 0))) + 8)}" y="${y + 18}" fill="${FROST_DIM}">${escaped(number)}</text>`,
  ]
    .filter((part) => part !== '')
    .join('');
}

const fixed = (value: number): string => String(Math.round(value * 10) / 10);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
