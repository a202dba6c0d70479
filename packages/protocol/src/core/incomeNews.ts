/**
 * Income is told to players who were active (a request, or an open socket) within this time: `gold_updated` with reason `income`. Whoever
 * was away for more than half of it takes a snapshot instead of counting on the news.
 */
export const INCOME_TOLD_MS = 3_600_000;
