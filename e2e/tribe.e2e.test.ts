/** The tribe's screens: finding a tribe, seats and roles, the council live between two players, garrisons, and the end of a membership. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, PHONE, SIZES, visit } from './support/browser.ts';
import { axeViolations, widerThanWindow } from './support/checks.ts';
import { openAs } from './support/player.ts';
import { type ApiPlayer, attackThroughApi, startWorld, type World } from './support/world.ts';

let browser: Browser;
let world: World;
let chieftain: ApiPlayer & { tribeId: string };
let member: ApiPlayer;
let founded = 0;

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** Every test has a tribe of two of its own. */
beforeEach(async () => {
  founded++;
  const letters = [founded >> 4, founded].map((n) => 'ABCDEFGHKMPSTXYZ'[n & 15]).join('');
  chieftain = await world.newChieftain(`King ${letters}`, `Host ${letters}`, `H${letters}`);
  member = await world.newPlayer(`Sigrun ${letters}`);
  await admit(member);
});

async function admit(player: ApiPlayer): Promise<void> {
  const { tribeId } = chieftain;
  await player.api.call('tribes.request', { params: { tribeId } });
  await chieftain.api.call('tribes.acceptRequest', { params: { tribeId, userId: player.userId } });
}
const nameOf = async (player: ApiPlayer) => (await player.api.call('users.me')).username ?? '';
const say = (player: ApiPlayer, text: string) =>
  player.api.call('tribes.postMessage', { params: { tribeId: chieftain.tribeId }, body: { text } });
const messages = (page: Page) => page.getByTestId('chat-message');
const options = (viewport = DESKTOP) => ({ viewport, origin: world.origin });

/** On phones the page shows one part at a time. */
async function showPart(page: Page, part: 'Council' | 'Seats' | 'Garrisons' | 'Log'): Promise<void> {
  const tab = page
    .getByRole('group', { name: 'Parts of this page' })
    .getByRole('button', { name: new RegExp(`^${part}`) });
  if (await tab.isVisible()) await tab.click();
}

describe.each(SIZES)('the council, $name', (viewport) => {
  it('carries messages between two players at once, with chips and without markup', async () => {
    await visit(browser, options(viewport), async ({ page }) => {
      await openAs(page, chieftain, '/tribe');
      await page.getByText('Nobody has said anything yet').waitFor();
      await page.getByTestId('chat-input').fill('Hold <b>the</b> lake at /Hollowpine');
      await page.keyboard.press('Enter');
      await messages(page).filter({ hasText: 'Hold <b>the</b> lake' }).waitFor();
      expect(await page.getByTestId('chat-input').inputValue()).toBe('');
      await say(member, 'Aye.');
      await messages(page).filter({ hasText: 'Aye.' }).waitFor();
      // Whoever looks at the council needs no card that says so, nor a number beside its link.
      expect(await page.getByTestId('toast').count()).toBe(0);
      await expect.poll(() => page.getByRole('navigation').getByText('unread').count(), { timeout: 5000 }).toBe(0);
      expect(await messages(page).count()).toBe(2);
      expect(
        (await member.api.call('tribes.messages', { params: { tribeId: chieftain.tribeId } })).messages,
      ).toHaveLength(2);
      await page.getByRole('log').getByRole('link', { name: 'Hollowpine' }).click();
      await page.waitForURL(`${world.origin}/territories/13`);
    });
  });

  it('offers lands while a name is typed', async () => {
    await visit(browser, options(viewport), async ({ page }) => {
      await openAs(page, chieftain, '/tribe');
      await page.getByTestId('chat-input').pressSequentially('next /wi');
      await page.getByRole('option', { name: 'Windtor' }).waitFor();
      await page.keyboard.press('Tab');
      await expect.poll(() => page.getByTestId('chat-input').inputValue()).toBe('next /Windtor ');
    });
  });

  it('is accessible and fits, as all parts of the tribe’s page', async () => {
    await say(member, 'Hold the lake at /Hollowpine.');
    const guest = await world.newPlayer(`Guest ${viewport.name.slice(0, 2)}`);
    await guest.api.call('tribes.request', { params: { tribeId: chieftain.tribeId } });
    const name = await nameOf(member);
    await visit(browser, options(viewport), async ({ page }) => {
      await openAs(page, chieftain, '/tribe');
      for (const part of ['Council', 'Seats', 'Garrisons', 'Log'] as const) {
        await showPart(page, part);
        expect(await axeViolations(page), part).toEqual([]);
        expect(await widerThanWindow(page), part).toEqual([]);
        if (viewport !== PHONE) break;
        await page.setViewportSize({ width: 320, height: 844 });
        expect(await widerThanWindow(page), `${part} at 320 px`).toEqual([]);
        await page.setViewportSize(viewport);
      }
      await showPart(page, 'Seats');
      await page.getByRole('button', { name: `What to do with ${name}` }).click();
      expect(await axeViolations(page), 'menu').toEqual([]);
      await page.getByRole('menuitem', { name: 'Dismiss' }).click();
      await page.getByTestId('dismiss-dialog').waitFor();
      expect(await axeViolations(page), 'dialog').toEqual([]);
    });
    await visit(browser, options(viewport), async ({ page }) => {
      await openAs(page, guest, '/tribe');
      await page.getByTestId('tribe-row').first().waitFor();
      expect(await axeViolations(page), 'finding a tribe').toEqual([]);
      expect(await widerThanWindow(page)).toEqual([]);
      await page.goto(`/tribe/${chieftain.tribeId}`);
      await page.getByTestId('tribe-member').first().waitFor();
      expect(await axeViolations(page), 'a tribe of others').toEqual([]);
      expect(await widerThanWindow(page)).toEqual([]);
    });
  });

  it('lets a player found a tribe, ask for a seat, and accept an invitation', async () => {
    const name = viewport === DESKTOP ? 'Solveig' : 'Hrafnhild';
    const player = await world.newPlayer(name);
    await visit(browser, options(viewport), async ({ page }) => {
      await openAs(page, player, '/tribe');
      await page.getByRole('searchbox', { name: 'Search by name or tag' }).fill(await hostName());
      const row = page.getByTestId('tribe-row').filter({ hasText: await hostName() });
      await row.getByRole('button', { name: 'Ask to join' }).click();
      await row.getByRole('button', { name: 'Asked' }).waitFor();
      await chieftain.api.call('tribes.invite', {
        params: { tribeId: chieftain.tribeId },
        body: { userId: player.userId, role: 'captain' },
      });
      const invitation = page.getByTestId('invitation');
      await invitation.waitFor();
      await invitation.getByRole('button', { name: 'Accept' }).click();
      await page.getByRole('heading', { level: 1, name: await hostName() }).waitFor();
      await showPart(page, 'Log');
      await page.getByRole('button', { name: 'Leave the tribe' }).click();
      await page.getByTestId('leave-dialog').getByRole('button', { name: 'Leave for good' }).click();
      await page.getByText(`You left ${await hostName()}.`).waitFor();
      const tag = viewport === DESKTOP ? 'VVA' : 'VVB';
      await page.fill('[name="tribeName"]', `Own ${name}`);
      await page.fill('[name="tribeTag"]', tag.toLowerCase());
      await page.getByRole('button', { name: 'Found the tribe' }).click();
      await page.getByRole('heading', { level: 1, name: `Own ${name}` }).waitFor();
      await showPart(page, 'Log');
      await page.getByRole('button', { name: 'Dissolve the tribe' }).click();
      const dialog = page.getByTestId('leave-dialog');
      expect(await dialog.getByRole('button', { name: 'Dissolve for good' }).isDisabled()).toBe(true);
      await dialog.getByRole('textbox').fill(tag);
      await dialog.getByRole('button', { name: 'Dissolve for good' }).click();
      await page.getByRole('heading', { level: 1, name: 'Tribes' }).waitFor();
    });
  });
});

const hostName = async () => (await chieftain.api.call('tribes.get', { params: { tribeId: chieftain.tribeId } })).name;

describe('the council', () => {
  it('gives a refused message back with the reason, and counts down until writing is possible again', async () => {
    for (let n = 1; n <= 10; n++) await say(chieftain, `message ${n}`);
    await visit(browser, { ...options(), expectedProblems: /429/ }, async ({ page }) => {
      await openAs(page, chieftain, '/tribe');
      await messages(page).last().waitFor();
      await page.getByTestId('chat-input').fill('one too many');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText(/Ten messages a minute are the most\. You can write again in 0:\d\d/).waitFor();
      expect(await page.getByTestId('chat-input').inputValue()).toBe('one too many');
      expect(await messages(page).filter({ hasText: 'one too many' }).count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    });
  });

  it('counts what is left, and sends nothing that is too long', async () => {
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, chieftain, '/tribe');
      await page.getByTestId('chat-input').fill('🐺'.repeat(430));
      expect(await page.getByTestId('chat-left').textContent()).toBe('70 left');
      await page.getByTestId('chat-input').fill('a'.repeat(503));
      expect(await page.getByTestId('chat-left').textContent()).toBe('3 too many');
      await page.keyboard.press('Enter');
      expect(await page.getByTestId('chat-input').inputValue()).toHaveLength(503);
    });
  });

  it('shows who is muted why nothing can be written, and since when it was not read', async () => {
    await say(chieftain, 'Read this.');
    await chieftain.api.call('tribes.mute', {
      params: { tribeId: chieftain.tribeId, userId: member.userId },
      body: { minutes: 10 },
    });
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, member, '/tribe');
      await page.getByText(/A leader has muted you\. You can write again in/).waitFor();
      expect(await page.getByTestId('chat-input').isDisabled()).toBe(true);
      await page.getByRole('log').getByText('New', { exact: true }).waitFor();
      await expect
        .poll(
          async () => (await member.api.call('tribes.get', { params: { tribeId: chieftain.tribeId } })).unreadMessages,
        )
        .toBe(0);
    });
  });

  it('takes reports and mutes from the menu of a message', async () => {
    await say(member, 'Buy my gold');
    const name = await nameOf(member);
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, chieftain, '/tribe');
      const menu = page.getByRole('button', { name: `About the message of ${name}` });
      await menu.click();
      await page.getByRole('menuitem', { name: 'Report to the leaders' }).click();
      const dialog = page.getByTestId('report-dialog');
      await dialog.getByRole('radio', { name: 'Spam' }).check();
      await dialog.getByRole('button', { name: 'Report' }).click();
      await dialog.waitFor({ state: 'detached' });
      await messages(page).getByText('Reported').waitFor();
      await menu.click();
      await page.getByRole('menuitem', { name: 'Mute the author' }).click();
      await page.getByTestId('mute-dialog').getByRole('radio', { name: '1 hour' }).check();
      await page.getByTestId('mute-dialog').getByRole('button', { name: 'Mute', exact: true }).click();
      await page.getByTestId('tribe-member').filter({ hasText: name }).getByText('muted').waitFor();
      const { messages: seen } = await chieftain.api.call('tribes.messages', {
        params: { tribeId: chieftain.tribeId },
      });
      expect(seen[0]).toMatchObject({ reportedByMe: true, reports: 1 });
    });
  });

  it('is counted beside its link while another page is open, on phones too, and a card tells of it', async () => {
    await visit(browser, options(PHONE), async ({ page }) => {
      const isLive = page.waitForResponse(/\/v1\/events\?/);
      await openAs(page, chieftain, '/ranks');
      await isLive;
      await say(member, 'Where are you?');
      await page.getByTestId('toast').getByText('Where are you?').waitFor();
      const link = page.getByRole('link', { name: /^Tribe/ }).filter({ visible: true });
      await expect.poll(() => link.textContent(), { timeout: 5000 }).toBe('Tribe1 unread');
      await link.click();
      // Whoever looks at the end of the council for a moment has read it.
      await expect.poll(() => link.textContent(), { timeout: 5000 }).toBe('Tribe');
    });
  });

  it('stands beside the map: the key C leads to it, a shared land waits in its field', async () => {
    await say(member, 'Look at the ring.');
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, chieftain, '/territories/13');
      await messages(page).filter({ hasText: 'Look at the ring.' }).waitFor();
      await page.getByTestId('territory-drawer').getByRole('button', { name: 'Share this land' }).click();
      await page.getByRole('menuitem', { name: 'With the council' }).click();
      expect(await page.getByTestId('chat-input').inputValue()).toBe('/Hollowpine ');
      await page.keyboard.press('Escape');
      await page.keyboard.press('c');
      await page.keyboard.type('next');
      await page.keyboard.press('Enter');
      await messages(page).filter({ hasText: 'Hollowpine next' }).waitFor();
    });
  });
});

describe('leading', () => {
  it('finds a player by name and invites, and takes the invitation back', async () => {
    const free = await world.newPlayer('Brynhild');
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, chieftain, '/tribe');
      await page.fill('[name="invitePlayer"]', 'bryn');
      const found = page.getByTestId('found-player').filter({ hasText: 'Brynhild' });
      await found.getByRole('button', { name: 'Invite' }).click();
      await found.getByText('Invited').waitFor();
      expect((await free.api.call('tribes.invites')).invites).toHaveLength(1);
      await page.getByTestId('tribe-invite').getByRole('button', { name: 'Take back' }).click();
      await page.getByTestId('tribe-invite').waitFor({ state: 'detached' });
      expect((await free.api.call('tribes.invites')).invites).toHaveLength(0);
    });
  });

  it('appoints a captain and hands over the lead, which everybody sees at once', async () => {
    const name = await nameOf(member);
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, chieftain, '/tribe');
      const menu = page.getByRole('button', { name: `What to do with ${name}` });
      await menu.click();
      await page.getByRole('menuitem', { name: 'Make captain' }).click();
      await page.locator('.seat.captain').filter({ hasText: name }).waitFor();
      await menu.click();
      await page.getByRole('menuitem', { name: 'Hand over the lead' }).click();
      const dialog = page.getByTestId('hand-over-dialog');
      await dialog.getByText('you become captain').waitFor();
      await dialog.getByRole('button', { name: 'Hand over' }).click();
      await page.locator('.seat.chieftain').filter({ hasText: name }).waitFor();
      // A captain can leave; a chieftain with others in the tribe could not.
      await expect.poll(() => page.getByRole('button', { name: 'Leave the tribe' }).isEnabled()).toBe(true);
    });
  });

  it('sends a member’s units home after saying what stays, and shows who goes where', async () => {
    await world.setArmy(member.userId, { militia: 80, spearman: 20, archer: 0, cavalry: 0 });
    const won = await attackThroughApi(world, member, 24, { militia: 80, spearman: 20, archer: 0, cavalry: 0 });
    expect(won.winner).toBe('attacker');
    const name = await nameOf(member);
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, chieftain, '/tribe');
      await page.getByRole('rowheader', { name: 'Sealcrag' }).waitFor();
      await page.locator('[name="ifLeaves"]').selectOption({ label: name });
      await page.getByText(/units leave 1 garrison/).waitFor();
      await page.getByText('keeps nobody').waitFor();
      await page.getByRole('button', { name: `What to do with ${name}` }).click();
      await page.getByRole('menuitem', { name: 'Send units home' }).click();
      const dialog = page.getByTestId('send-home-dialog');
      await dialog.locator('[name="home-militia"]').fill('5');
      await dialog.getByRole('button', { name: /^Send \d+ units? home$/ }).click();
      await dialog.waitFor({ state: 'detached' });
      const { members } = await chieftain.api.call('tribes.garrisons', { params: { tribeId: chieftain.tribeId } });
      const left = members.find(({ userId }) => userId === member.userId)!.units;
      await expect
        .poll(() => page.locator('.matrix tbody tr').first().locator('td').last().textContent())
        .toBe(String(left.militia + left.spearman));
    });
  });

  it('dismisses a member, who loses the council at that moment', async () => {
    await say(member, 'Still here.');
    const name = await nameOf(member);
    await visit(browser, options(), async ({ page: dismissed }) => {
      await openAs(dismissed, member, '/tribe');
      await messages(dismissed).filter({ hasText: 'Still here.' }).waitFor();
      await visit(browser, options(), async ({ page }) => {
        await openAs(page, chieftain, '/tribe');
        await page.getByTestId('tribe-member').filter({ hasText: name }).getByText('here', { exact: true }).waitFor();
        await page.getByRole('button', { name: `What to do with ${name}` }).click();
        await page.getByRole('menuitem', { name: 'Dismiss' }).click();
        await page.getByTestId('dismiss-dialog').getByRole('button', { name: 'Dismiss' }).click();
        await page.getByTestId('tribe-member').filter({ hasText: name }).waitFor({ state: 'detached' });
      });
      await dismissed
        .getByRole('main')
        .getByText(`You were dismissed from ${await hostName()}.`)
        .waitFor();
      expect(await dismissed.getByRole('log').count()).toBe(0);
      expect(await dismissed.getByTestId('chat-input').count()).toBe(0);
    });
  });
});

describe('a link to a tribe', () => {
  it('brings its own title, words and picture for other sites, and plays like any other', async () => {
    const { tribeId } = chieftain;
    const html = await (await fetch(`${world.origin}/tribe/${tribeId}`)).text();
    const name = await hostName();
    expect(html).toContain(`<title>${name} [`);
    expect(html).toContain(`property="og:url" content="${world.origin}/tribe/${tribeId}"`);
    const image = /property="og:image" content="([^"]+)"/.exec(html)?.[1] ?? '';
    expect((await fetch(image)).headers.get('content-type')).toBe('image/png');
    const unknown = await fetch(`${world.origin}/tribe/${'f'.repeat(24)}`);
    expect([unknown.status, (await unknown.text()).includes('og:title')]).toEqual([200, false]);
    await visit(browser, options(), async ({ page }) => {
      await page.goto(`/tribe/${tribeId}`);
      await page.getByRole('heading', { level: 1, name }).waitFor();
    });
  });
});
