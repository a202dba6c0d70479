import { createApiClient } from '@cryptotribes/protocol/client/apiClient';
import { serverClock } from './serverClock.ts';
import { sessionToken } from './session.ts';

/** Every request of the page goes through here: same server, token read at each request, each answer sets the clock. */
export const api = createApiClient({
  baseUrl: '',
  getToken: sessionToken,
  fetch: (input, init) => fetch(input, init),
  onAnswer: ({ timestamp, roundTripMs }) => serverClock.sample(Date.parse(timestamp), roundTripMs, performance.now()),
});
