/**
 * One line of JavaScript for every route, written from the tests' own well-formed request for it. What stands for an id of the reader's world is a
 * variable. packages/server/src/http/apiExamples.db.test.ts reads these lines back from the page and runs them.
 */

/** Fields whose value in the samples is a stand-in: the example names the variable instead. */
const VARIABLES = new Set([
  ...['userId', 'seasonId', 'territoryId', 'tribeId', 'battleId', 'queueId', 'inviteId', 'messageId', 'sessionId'],
  ...['flagId', 'appealId', 'proposalId', 'paymentId', 'refundId', 'stopId'],
  ...['walletAddress', 'signature', 'message', 'ticket', 'reference', 'txHash', 'confirm', 'termsVersion'],
]);

/** The example for a route, without the fence. `body` and `query` (text behind the path) as in the samples, or undefined. */
export function exampleOf(name, route, { body, query } = {}) {
  const params = [...route.path.matchAll(/:(\w+)/g)].map(([, key]) => key);
  if (route.produces) return fetchExample(route, query);
  const parts = [
    ...(params.length > 0 ? [`params: { ${params.join(', ')} }`] : []),
    ...(query === undefined ? [] : [`query: ${literal(Object.fromEntries(new URLSearchParams(query)))}`]),
    ...(body === undefined ? [] : [`body: ${literal(body)}`]),
  ];
  return `await api.call('${name}'${parts.length === 0 ? '' : `, { ${parts.join(', ')} }`});`;
}

/** Answers that are no JSON: the typed client does not fetch them. */
function fetchExample(route, query = '') {
  const address = `\`\${url}${route.path.replace(/:(\w+)/g, `\${$1}`)}${query}\``;
  const signedIn = route.access === 'public' ? '' : `, { headers: { authorization: \`Bearer \${token}\` } }`;
  return `await fetch(${address}${signedIn});`;
}

function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? quoted(value) : String(value);
  const fields = Object.entries(value).map(([key, field]) => {
    if (VARIABLES.has(key) && field !== null) return key;
    return `${/^\w+$/.test(key) ? key : quoted(key)}: ${literal(field)}`;
  });
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

const quoted = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
