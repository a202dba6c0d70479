import { expect, it } from 'vitest';
import { scaleTextSizes } from '../../tools/textSize.ts';

it('lets sizes of text follow the player’s choice, and nothing else', () => {
  const css = '.a{font-size:13px;width:13px}.b{font:640 11px / 1.2 var(--f)}.c{font: 12px/1.4 x}.d{font-size:1em}';
  expect(scaleTextSizes(css)).toBe(
    '.a{font-size:calc(13px * var(--text-size, 1));width:13px}' +
      '.b{font:640 calc(11px * var(--text-size, 1)) / 1.2 var(--f)}' +
      '.c{font: calc(12px * var(--text-size, 1))/1.4 x}.d{font-size:1em}',
  );
});
