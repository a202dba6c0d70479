/** The rounds of the beacon in a season's file: each signed, each used by the orders that had to use it, and no order by another. */
import { firstRoundAfter, isQuicknet, roundGivenUpMs, roundRandomness, roundStartMs } from '../beacon/rounds.ts';
import { isBeaconKey, wronglySigned } from '../beacon/signatures.ts';
import { bytesToHex, hexToBytes } from '../core/random.ts';
import type { BattleLine, BeaconRecord, RoundLine } from './record.ts';

/** Signatures are checked in groups: large enough to save time, small enough to go on showing progress. */
const GROUP = 64;

export interface BeaconVerdict {
  publicKey: string;
  /** Whether this is drand's public chain; otherwise whoever has the key knows the rounds beforehand. */
  isQuicknet: boolean;
  /** Rounds that orders waited for. */
  rounds: number;
  /** Of them those that never came, and the orders that are void because of it. */
  roundsMissing: number;
  ordersVoid: number;
}

type Report = (what: string) => void;
interface Known {
  line: RoundLine;
  /** null: the round never came. */
  randomness: string | null;
  uses: number;
}

export class BeaconBook {
  private readonly known = new Map<number, Known>();
  private readonly unchecked: { round: number; signature: string; report: Report }[] = [];
  private last = 0;
  private rounds = 0;
  private roundsMissing = 0;
  private ordersVoid = 0;

  private readonly chain: BeaconRecord;
  constructor(chain: BeaconRecord, report: Report) {
    this.chain = chain;
    if (!isBeaconKey(chain.publicKey)) report('the key of its beacon is no such key');
    const isSound = Number.isSafeInteger(chain.genesisMs) && Number.isSafeInteger(chain.periodMs) && chain.periodMs > 0;
    if (!isSound) report('the times of its beacon cannot be');
  }

  round(line: RoundLine, report: Report): void {
    this.rounds++;
    if (!Number.isSafeInteger(line.n) || line.n <= this.last) report(`it comes after round ${this.last}`);
    this.last = line.n;
    if (line.signature === null) {
      this.roundsMissing++;
      if (line.givenUp === null || line.givenUp < roundGivenUpMs(this.chain, line.n))
        report('it was given up before its ten minutes were over');
    } else {
      if (line.givenUp !== null) report('it came and was given up');
      this.unchecked.push({ round: line.n, signature: line.signature, report });
      if (this.unchecked.length >= GROUP) this.checkSignatures();
    }
    const isHex = line.signature !== null && /^[0-9a-f]{96}$/.test(line.signature);
    const randomness = isHex ? bytesToHex(roundRandomness(hexToBytes(line.signature as string))) : null;
    this.known.set(line.n, { line, randomness, uses: 0 });
  }

  /** Checks what an order says of its round; gives what it adds to the battle, 'missing' where the round never came, null where it is not there. */
  order(line: BattleLine, report: Report): { round: number; randomness: string } | 'missing' | null {
    const due = firstRoundAfter(this.chain, line.accepted);
    if (line.round !== due) report(`its round is ${String(line.round)}, the first one after it was accepted is ${due}`);
    const round = line.round ?? due;
    const known = this.known.get(round);
    if (known === undefined) {
      report(`its round ${round} is not there`);
      return null;
    }
    known.uses++;
    // Nobody may use it any more; so memory does not grow with the battles.
    if (known.uses === known.line.orders) this.known.delete(round);
    if (known.line.signature === null) {
      this.ordersVoid++;
      if (line.status !== 'void') report(`it is ${line.status}, but its round ${round} never came: it had to be void`);
      if (line.decided < (known.line.givenUp ?? 0)) report(`it was decided before its round ${round} was given up`);
      return 'missing';
    }
    if (line.decided < roundStartMs(this.chain, round)) report(`it was decided before its round ${round} came`);
    return known.randomness === null ? null : { round, randomness: known.randomness };
  }

  checkSignatures(): void {
    const wrong = new Set(
      wronglySigned(
        this.chain.publicKey,
        this.unchecked.map(({ round, signature }) => ({ round, signature })),
      ).map(({ round }) => round),
    );
    for (const { round, report } of this.unchecked)
      if (wrong.has(round)) report('its signature is not one of the beacon for this round');
    this.unchecked.length = 0;
  }

  finish(report: (round: number, what: string) => void): BeaconVerdict {
    this.checkSignatures();
    for (const [round, { uses, line }] of this.known)
      report(round, `${line.orders} orders waited for it, ${uses} are there`);
    return {
      publicKey: this.chain.publicKey,
      isQuicknet: isQuicknet(this.chain),
      rounds: this.rounds,
      roundsMissing: this.roundsMissing,
      ordersVoid: this.ordersVoid,
    };
  }
}
