import type { Result } from '../core/result.ts';
import { ok, refuse } from '../core/result.ts';
import { gameToRealMs } from '../core/time.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';

/** Charges as they stood at an instant; `asOfMs` is when the current wait for the next charge began. */
export interface ChargeState {
  charges: number;
  asOfMs: number;
}

export interface ChargesNow extends ChargeState {
  /** Real time of the next charge; null when full. */
  nextChargeMs: number | null;
}

/** Charges when a village begins: all of them. GAME_DESIGN 3, "Raids". */
export function startCharges(rules: Ruleset, nowMs: number): ChargeState {
  return { charges: rules.raids.startCharges, asOfMs: nowMs };
}

/** Charges at `nowMs`: one more every 2 hours of game time, at most 6. */
export function chargesAt(rules: Ruleset, state: ChargeState, nowMs: number, speed: number): ChargesNow {
  const { maxCharges, chargeGameMs } = rules.raids;
  const everyMs = gameToRealMs(chargeGameMs, speed);
  const gained = Math.max(0, Math.floor((nowMs - state.asOfMs) / everyMs));
  const charges = Math.max(state.charges, Math.min(maxCharges, state.charges + gained));
  if (charges >= maxCharges) return { charges, asOfMs: Math.max(nowMs, state.asOfMs), nextChargeMs: null };
  const asOfMs = state.asOfMs + gained * everyMs;
  return { charges, asOfMs, nextChargeMs: asOfMs + everyMs };
}

/** Takes one charge. Code: NO_RAID_CHARGE, with the time of the next one. */
export function spendCharge(rules: Ruleset, state: ChargeState, nowMs: number, speed: number): Result<ChargesNow> {
  const { charges, asOfMs, nextChargeMs } = chargesAt(rules, state, nowMs, speed);
  if (charges < 1) return refuse('NO_RAID_CHARGE', { nextChargeMs });
  return ok(chargesAt(rules, { charges: charges - 1, asOfMs }, nowMs, speed));
}

/** Gives a charge back whose raid was not fought: as if it had never been spent, but never above the most. */
export function returnCharge(rules: Ruleset, state: ChargeState, nowMs: number, speed: number): ChargesNow {
  const { charges, asOfMs } = chargesAt(rules, state, nowMs, speed);
  const after = Math.max(charges, Math.min(rules.raids.maxCharges, charges + 1));
  return chargesAt(rules, { charges: after, asOfMs }, nowMs, speed);
}
