import { readFileSync } from 'node:fs';

/**
 * What a run of Vitest came to, from its JSON report: {passed, failed, skipped}, or null when there is no report.
 * A file that could not even be loaded has no tests that failed; it counts as one.
 */
export function readTotals(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
  const brokenFiles = report.testResults.filter(
    (result) => result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** The sum of several runs; null when one of them did not come to its end. */
export function addTotals(list) {
  if (list.includes(null)) return null;
  const sum = (name) => list.reduce((total, item) => total + item[name], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}
