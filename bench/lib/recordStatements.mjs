// The statements a request sends to PostgreSQL, in their order, with their values: for a peer that sends the same.
import pg from 'pg';

/** Of recorded statements those of the transaction that ran the one with this name; without one, all that are no reading of news. */
export function statementsOf(recorded, name = null) {
  if (name === null) return recorded.filter((one) => one.name !== null && !one.name.startsWith('news.'));
  const at = recorded.findIndex((one) => one.name === name);
  const { connection } = recorded[at];
  const own = recorded.filter((one) => one.connection === connection);
  const middle = own.indexOf(recorded[at]);
  const first = own.slice(0, middle).findLastIndex((one) => one.text === 'begin');
  const last = own.findIndex((one, index) => index > middle && one.text === 'commit');
  return own.slice(first, last + 1);
}

/** Watches every connection that is opened from now on. `start` forgets what was recorded, `take` gives it. */
export function recordStatements() {
  let recorded = null;
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function recording(config, ...rest) {
    if (recorded !== null && typeof config !== 'function') {
      const text = typeof config === 'string' ? config : config?.text;
      if (text !== undefined)
        recorded.push({ connection: this.processID, name: config.name ?? null, text, values: config.values ?? [] });
    }
    return query.call(this, config, ...rest);
  };
  return {
    start: () => {
      recorded = [];
    },
    take: () => {
      const all = recorded;
      recorded = null;
      return all;
    },
  };
}
