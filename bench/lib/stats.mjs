/** The value below which `share` of the sorted values lie. */
export const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

const sorted = (values) => values.toSorted((a, b) => a - b);

export const median = (values) => {
  const all = sorted(values);
  const middle = Math.floor(all.length / 2);
  return all.length % 2 === 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
};

/** p50, p95 and p99 of times in ms, to a tenth. */
export function quantiles(timesMs) {
  const all = sorted(timesMs);
  const at = (share) => Math.round(quantile(all, share) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Slope of the best straight line through points [x, y]. */
export function slope(points) {
  const meanOf = (index) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [meanOf(0), meanOf(1)];
  const across = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return across === 0 ? 0 : points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / across;
}

/** Runs `work` once to warm up and then `rounds` times; the values of the later ones. */
export async function rounds(count, work) {
  await work();
  const values = [];
  for (let round = 0; round < count; round++) values.push(await work());
  return values;
}
