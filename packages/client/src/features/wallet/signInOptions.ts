import { useQuery } from '@tanstack/react-query';
import { api } from '../../net/api.ts';

/** What the server offers beyond the wallets of the browser. Asked once. */
export const useSignInOptions = (isWanted: boolean) =>
  useQuery({
    queryKey: ['sign-in-options'],
    queryFn: () => api.call('auth.options'),
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
