import type { Plugin } from 'vite';

/**
 * Lets every size of text in the styles follow the player's choice: `13px` becomes `calc(13px * var(--text-size, 1))`. Drawings have
 * text of their own measure and set the variable back to 1 (board.css).
 */
export function scaleTextSizes(css: string): string {
  const scaled = (size: string) => `calc(${size} * var(--text-size, 1))`;
  return css
    .replaceAll(/(\bfont-size:\s*)([\d.]+px)(?=\s*[;}!])/g, (_, name: string, size: string) => name + scaled(size))
    .replaceAll(
      // The shorthand: whatever comes before the size, and the height of the line or the family behind it.
      /(\bfont:\s*(?:[\w%.-]+\s+)*?)([\d.]+px)(?=\s*[/\s])/g,
      (_, before: string, size: string) => before + scaled(size),
    );
}

/** After Tailwind, so that sizes in class names are included. */
export function textSize(): Plugin {
  return {
    name: 'text-size',
    enforce: 'pre',
    transform(code, id) {
      return id.split('?')[0]?.endsWith('.css') ? { code: scaleTextSizes(code), map: null } : null;
    },
  };
}
