/** SVG to PNG, by the library if this machine has it. Drawn off the main thread; the latest pictures are kept. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
/** Seen from src/features/cards and dist/features/cards alike. */
const FONTS = path.resolve(here, '../../../assets/fonts');
const OPTIONS = {
  font: {
    loadSystemFonts: false,
    fontFiles: ['grenze-gotisch-latin.ttf', 'archivo-latin.ttf'].map((file) => path.join(FONTS, file)),
    defaultFontFamily: 'Archivo SemiBold',
  },
};
const KEPT = 100;

type Draw = (svg: string) => Promise<Buffer>;
let drawing: Promise<Draw | null> | null = null;

/** Null where there is no library for this kind of machine: then there are no pictures, and pages do not name any. */
async function loadDraw(): Promise<Draw | null> {
  try {
    const { renderAsync } = await import('@resvg/resvg-js');
    return async (svg) => (await renderAsync(svg, OPTIONS)).asPng();
  } catch {
    return null;
  }
}

const draw = (): Promise<Draw | null> => {
  drawing ??= loadDraw();
  return drawing;
};
export const canDraw = async (): Promise<boolean> => (await draw()) !== null;

export interface Picture {
  etag: string;
  png: Buffer;
}
const pictures = new Map<string, Promise<Buffer>>();

/** The picture of an SVG document; the same document is drawn once, however many ask at the same time. Null = cannot draw. */
export async function pictureOf(svg: string): Promise<Picture | null> {
  const render = await draw();
  if (render === null) return null;
  const key = createHash('sha256').update(svg).digest('base64url').slice(0, 22);
  const known = pictures.get(key);
  const made = known ?? render(svg);
  // The one asked for last goes to the end; the first one is the one that nobody asked for the longest.
  pictures.delete(key);
  pictures.set(key, made);
  if (pictures.size > KEPT) pictures.delete(pictures.keys().next().value as string);
  try {
    return { etag: `"${key}"`, png: await made };
  } catch (error) {
    pictures.delete(key);
    throw error;
  }
}
