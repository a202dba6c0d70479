/*
 * Exact integer arithmetic. Products that leave the safe range of numbers are computed with BigInt; both ways give
 * the same integer, so callers need not care which one ran.
 */

/** floor(a * b / c) for integers a, b >= 0 and c > 0, exact for any size of the product. */
export function mulDivFloor(a: number, b: number, c: number): number {
  const product = a * b;
  if (Number.isSafeInteger(product) && Number.isSafeInteger(c)) return (product - (product % c)) / c;
  return toSafeNumber((BigInt(a) * BigInt(b)) / BigInt(c));
}

/** ceil(a * b / c) for integers a, b >= 0 and c > 0. */
export function mulDivCeil(a: number, b: number, c: number): number {
  const product = a * b;
  if (Number.isSafeInteger(product) && Number.isSafeInteger(c)) {
    const rest = product % c;
    return rest === 0 ? product / c : (product - rest) / c + 1;
  }
  const divisor = BigInt(c);
  return toSafeNumber((BigInt(a) * BigInt(b) + divisor - 1n) / divisor);
}

/** True if a * b >= c * d, exact for any size of the products of non-negative integers. */
export function productAtLeast(a: number, b: number, c: number, d: number): boolean {
  const [left, right] = [a * b, c * d];
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left >= right;
  return BigInt(a) * BigInt(b) >= BigInt(c) * BigInt(d);
}

/** n at a rate in basis points, rounded half up: floor((n * bp + 5000) / 10000). GAME_DESIGN, introduction. */
export function halfUpBp(n: number, bp: number): number {
  const scaled = n * bp + 5000;
  if (Number.isSafeInteger(scaled)) return (scaled - (scaled % 10_000)) / 10_000;
  return toSafeNumber((BigInt(n) * BigInt(bp) + 5000n) / 10_000n);
}

/** n at a rate in basis points, rounded down. */
export function floorBp(n: number, bp: number): number {
  return mulDivFloor(n, bp, 10_000);
}

/** A BigInt as a number; throws RangeError outside the safe range instead of losing digits. */
export function toSafeNumber(value: bigint): number {
  const result = Number(value);
  if (!Number.isSafeInteger(result)) throw new RangeError('Integer outside the safe range');
  return result;
}

/** Greatest common divisor of two positive BigInts. */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/**
 * Splits `total` in proportion to `weights`: everybody gets the floor of the exact share, what is left goes one by one
 * to the largest remainders, ties to the earlier entry. The parts always add up to exactly `total`; only if all weights
 * are zero nothing can be split and all parts are zero. Integers >= 0 in, integers >= 0 out.
 */
export function largestRemainder(total: number, weights: readonly number[]): number[] {
  assertCount(total);
  let sum = 0;
  for (const weight of weights) {
    assertCount(weight);
    sum += weight;
  }
  if (sum === 0) return weights.map(() => 0);
  // Every product total x weight is at most total x sum.
  return Number.isSafeInteger(total * sum) ? splitNumbers(total, weights, sum) : splitBig(total, weights);
}

function splitNumbers(total: number, weights: readonly number[], sum: number): number[] {
  let left = total;
  const remainders: number[] = [];
  const parts: number[] = [];
  for (const weight of weights) {
    const product = total * weight;
    const remainder = product % sum;
    const part = (product - remainder) / sum;
    remainders.push(remainder);
    parts.push(part);
    left -= part;
  }
  if (left <= FEW) {
    for (; left > 0; left--) {
      const at = largest(remainders);
      parts[at] = parts[at]! + 1;
      remainders[at] = -1;
    }
    return parts;
  }
  return handOut(parts, left, (a, b) => remainders[b]! - remainders[a]!);
}

/** So many are found one by one; more are sorted. */
const FEW = 4;

/** Where the largest of some numbers is, the first of equal ones. */
function largest(values: readonly number[]): number {
  let at = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[at]!) at = index;
  return at;
}

function splitBig(total: number, weights: readonly number[]): number[] {
  const amount = BigInt(total);
  const sum = weights.reduce((before, weight) => before + BigInt(weight), 0n);
  const remainders: bigint[] = [];
  let left = amount;
  const parts = weights.map((weight) => {
    const product = amount * BigInt(weight);
    remainders.push(product % sum);
    left -= product / sum;
    return toSafeNumber(product / sum);
  });
  return handOut(parts, Number(left), (a, b) => compareDescending(remainders[a]!, remainders[b]!));
}

/** Adds one to each of the first `left` parts in the given order of indices; equal ones in their own order. */
function handOut(parts: number[], left: number, order: (a: number, b: number) => number): number[] {
  const indices = parts.map((_, index) => index).sort((a, b) => order(a, b) || a - b);
  for (const index of indices.slice(0, left)) parts[index] = parts[index]! + 1;
  return parts;
}

function compareDescending(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}

function assertCount(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('Expected an integer from 0 up');
}
