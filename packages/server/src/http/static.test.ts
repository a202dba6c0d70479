import { describe, expect, it } from 'vitest';
import { frontPage } from './static.ts';

describe('the front page', () => {
  it('comes in the language that the player chose', () => {
    expect(frontPage('de', 'en-US,en;q=0.9')).toBe('landing.de.html');
    expect(frontPage('en', 'de')).toBe('landing.html');
  });

  it('comes in the first language of the browser that the client speaks', () => {
    expect(frontPage(undefined, 'fr-FR,de-AT;q=0.8,en;q=0.5')).toBe('landing.de.html');
    expect(frontPage(undefined, 'en-GB, de;q=0.5')).toBe('landing.html');
  });

  it('is English for everybody else', () => {
    expect(frontPage('tlh', 'fr')).toBe('landing.html');
    expect(frontPage(undefined, undefined)).toBe('landing.html');
    expect(frontPage('../../etc/passwd', '*')).toBe('landing.html');
  });
});
