import { pageOf, readTable } from '../../bench/lib/table.mjs';
import { inRoot } from '../lib/paths.mjs';

/** docs/BENCHMARKS.md: what `npm run bench` measured, as a page. */
export const benchmarksGenerator = {
  name: 'the table of speed',
  file: inRoot('docs/BENCHMARKS.md'),
  make: () => pageOf(readTable()),
};
