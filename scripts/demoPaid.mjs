/**
 * `npm run demo:paid`: a paid season on this machine alone, from the fee to the claimed prize, with play money. Needs anvil, which comes with
 * the packages on the machines that have it. Settings: PORT (3000), DEMO_PAID_REGISTRATION_SECONDS (180), DEMO_PAID_SPEED (600).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './lib/build.mjs';
import { builtServer } from './lib/paths.mjs';
import { preflight } from './lib/preflight.mjs';

preflight();
await build();
const { findAnvil } = await import(builtServer('testing/findPrograms'));
const anvil = findAnvil(process.env);
if (!anvil.ok) {
  console.error(`The paid demo needs anvil, the test chain of Foundry: ${anvil.reason}`);
  process.exit(1);
}

const wholeNumber = (name, fallback) => {
  const value = process.env[name] ?? String(fallback);
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value);
  console.error(`${name} must be a whole number from 1 to 999999`);
  process.exit(1);
};
const registrationSeconds = wholeNumber('DEMO_PAID_REGISTRATION_SECONDS', 180);
const speed = wholeNumber('DEMO_PAID_SPEED', 600);
const dataDir = mkdtempSync(path.join(tmpdir(), 'cryptotribes-demo-paid-'));
const { startPaidDemo } = await import(builtServer('testing/paidDemo'));
const demo = await startPaidDemo({
  dataDir,
  port: wholeNumber('PORT', 3000),
  players: 36,
  registrationMs: registrationSeconds * 1_000,
  speed,
  reviewMinutes: 1,
  say: (line) => console.log(line),
});
console.log(`CryptoTribes is ready: ${demo.url}
Enter within ${registrationSeconds} seconds: Connect Wallet, "Play at once", then pay 25 USDT of play money.
The season then takes ${Math.round((240 * 60) / speed)} minutes; a minute after its end your prize, if your tribe has one, waits on the page "Season".
Ctrl-C ends everything and removes it.`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await demo.stop().catch((error) => console.error(error));
    rmSync(dataDir, { recursive: true, force: true });
    process.exit(0);
  });
}
