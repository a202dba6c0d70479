/** Checks that several tests make of a page. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface AxeResult {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/** What axe finds against WCAG 2.0 to 2.2, A and AA; one line for each place. */
export async function axeViolations(page: Page): Promise<string[]> {
  // As a script of the driver it is not subject to the page's own policy, which allows no script from elsewhere.
  await page.evaluate(`${axeSource}; void 0`);
  const { violations } = await page.evaluate(
    (tags) =>
      (window as unknown as { axe: { run(context: Document, options: object): Promise<AxeResult> } }).axe.run(
        document,
        {
          runOnly: { type: 'tag', values: tags },
        },
      ),
    WCAG,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}

/** No sideways scroll: nothing is wider than the window. Answers with what sticks out, for the failure's message. */
export async function widerThanWindow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > width + 1 && getComputedStyle(element).position !== 'fixed',
    );
    return [
      `${document.documentElement.scrollWidth} px in a window of ${width} px`,
      ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120)),
    ];
  });
}

/**
 * Controls that nobody can get at, however they scroll: outside of the window, or below something that stays. A panel that was opened
 * may lie over others until it is closed. Lands of the map are left out: they are moved and zoomed, and every one has a row in the list.
 */
export async function unreachable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('dialog:modal') ?? document.body;
    const controls = [...root.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, summary')];
    const found: string[] = [];
    for (const control of controls) {
      const isShown = control.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (!isShown || control.closest('.skip, .sr-only, [inert], .toasts')) continue;
      control.scrollIntoView({ block: 'center', inline: 'center' });
      const { left, right, top, bottom, width } = control.getBoundingClientRect();
      // One that stands for its label, or for what is drawn in its place.
      if (width <= 1) continue;
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const isHit =
        hit !== null && (control.contains(hit) || hit.contains(control) || hit.closest('label')?.contains(control));
      const over = hit?.closest('[role="dialog"], .drawer, .notices');
      if (over && !over.contains(control)) continue;
      if (isHit && left >= -1 && right <= innerWidth + 1) continue;
      found.push(
        `${control.outerHTML.slice(0, 110)} at ${[left, top, right, bottom].map(Math.round)}, hit ${hit?.outerHTML.slice(0, 80)}`,
      );
    }
    scrollTo(0, 0);
    return found;
  });
}

/**
 * Makes every sentence of the page 40 % longer, as another language may, and says what then sticks out: sideways scroll, and words that
 * are wider than the button they stand on.
 */
export async function brokenByLongText(page: Page): Promise<string[]> {
  const clipped = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const isWords = /\p{L}{2}/u.test(node.textContent ?? '');
      if (isWords && !node.parentElement?.closest('svg, script, style, code, noscript')) texts.push(node as Text);
    }
    for (const text of texts) {
      const words = text.data.trim();
      const more = 'en'.repeat(Math.ceil((words.length * 0.4) / 2));
      // Where there are several words the longer text has more of them; a single word only grows.
      text.data = words.includes(' ') ? `${text.data} ${more.replaceAll(/(.{8})/g, '$1 ')}` : text.data + more;
    }
    return [...document.querySelectorAll<HTMLElement>('.btn, .switch button, .tag')].flatMap((button) => {
      const box = button.getBoundingClientRect();
      if (box.width === 0 || getComputedStyle(button).visibility === 'hidden') return [];
      const range = document.createRange();
      range.selectNodeContents(button);
      const inside = range.getBoundingClientRect();
      const isOut = inside.right > box.right + 1 || inside.left < box.left - 1 || inside.bottom > box.bottom + 2;
      return isOut ? [`clipped: ${button.outerHTML.slice(0, 120)}`] : [];
    });
  });
  return [...(await widerThanWindow(page)), ...clipped];
}
