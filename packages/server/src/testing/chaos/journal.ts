/** What players asked for and what they were told, from their side. It is compared with the tables afterwards. */
import type { RouteName } from '@cryptotribes/protocol/routes';

/** One action: a command with its key, repeated until something is known about it. */
export interface Action {
  readonly userId: string;
  readonly key: string;
  readonly route: RouteName;
  /** What was asked for, for actions whose rows say it. */
  readonly wanted: unknown;
  /** When it was first sent, by the run's own steady clock. */
  readonly sentMs: number;
  /** When something was known; null while it is open. */
  knownMs: number | null;
  /** Tries that were not answered, or with a fault: each of them may have been carried out. */
  lost: number;
  outcome: 'open' | 'acknowledged' | 'refused';
  /** The code of a refusal. */
  code: string | null;
  /** The data of an acknowledgement. */
  answer: unknown;
}

export class Journal {
  readonly actions: Action[] = [];
  /** Answers with a status of 500, which no fault around the program excuses. */
  readonly faults: string[] = [];
  readonly #byKey = new Map<string, Action>();

  open(action: Pick<Action, 'userId' | 'key' | 'route' | 'wanted' | 'sentMs'>): Action {
    const opened: Action = { ...action, knownMs: null, lost: 0, outcome: 'open', code: null, answer: null };
    this.actions.push(opened);
    this.#byKey.set(opened.key, opened);
    return opened;
  }
  /** A try of the action with this key came to nothing. */
  noteLost(key: string): void {
    const action = this.#byKey.get(key);
    if (action) action.lost++;
  }
  /** How long after this moment the first action that began after it was acknowledged; null = never. */
  interruptionMs(atMs: number): number | null {
    let earliest: number | null = null;
    for (const { sentMs, knownMs, outcome } of this.actions) {
      if (sentMs < atMs || knownMs === null || outcome !== 'acknowledged') continue;
      if (earliest === null || knownMs < earliest) earliest = knownMs;
    }
    return earliest === null ? null : earliest - atMs;
  }
}
