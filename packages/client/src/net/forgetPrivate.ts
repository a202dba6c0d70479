import { queryClient } from './queryClient.ts';
import { PRIVATE_KEYS } from './queryKeys.ts';

/** After signing out: what only the player might see is gone from this page, too. */
export function forgetPrivate(): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => PRIVATE_KEYS.has(queryKey[0]) });
}
