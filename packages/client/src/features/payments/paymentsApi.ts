/** What the page of the entry fee asks and orders. Nothing here shows before the server has agreed. */
import type { RouteData } from '@cryptotribes/protocol/routes';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../net/api.ts';
import { queryClient } from '../../net/queryClient.ts';
import { queryKeys } from '../../net/queryKeys.ts';

export type PaymentOptions = RouteData<'payments.options'>;
export type Quote = RouteData<'payments.cryptoQuote'>;
export type DepositAnswer = RouteData<'payments.cryptoConfirm'>;

/** How the season's fee can be paid; null asks for nothing. */
export function usePaymentOptions(seasonId: string | null) {
  return useQuery({
    queryKey: [...queryKeys.payments, 'options', seasonId],
    queryFn: () => api.call('payments.options', { query: { seasonId: seasonId ?? '' } }),
    enabled: seasonId !== null,
    staleTime: 30_000,
  });
}

const WAITING_MS = 15_000;

/** Our payments of all seasons, newest first. News tell of changes; while one waits it is asked for now and then as well. */
export function useMyPayments(isSignedIn: boolean) {
  return useQuery({
    queryKey: [...queryKeys.payments, 'mine'],
    queryFn: async () => (await api.call('payments.mine')).payments,
    enabled: isSignedIn,
    refetchInterval: (query) =>
      query.state.data?.some(({ status }) => status === 'pending' || status === 'refunding') ? WAITING_MS : false,
  });
}

export const paymentsChanged = () => queryClient.invalidateQueries({ queryKey: queryKeys.payments });

export function useConfirmTerms() {
  return useMutation({
    mutationFn: (termsVersion: string) => api.call('payments.confirmTerms', { body: { termsVersion, adult: true } }),
    onSuccess: paymentsChanged,
    // Other terms by now, for instance: the page shows what there is.
    onError: paymentsChanged,
  });
}

export const askForCardFee = (seasonId: string) => api.call('payments.createEntryFee', { body: { seasonId } });

export function useQuote() {
  return useMutation({
    mutationFn: (seasonId: string) => api.call('payments.cryptoQuote', { body: { seasonId } }),
    onSettled: paymentsChanged,
  });
}

const ASK_EVERY_MS = 4_000;
const DECIDED = ['credited', 'refunding', 'quarantined', 'dismissed'];

/** What the server sees of a transaction of ours; asked again until that is decided. */
export function useDeposit(txHash: string) {
  return useQuery({
    queryKey: [...queryKeys.payments, 'deposit', txHash],
    queryFn: () => api.call('payments.cryptoConfirm', { body: { txHash } }),
    refetchInterval: (query) => {
      const deposits = query.state.data?.deposits ?? [];
      return deposits.length > 0 && deposits.every(({ status }) => DECIDED.includes(status)) ? false : ASK_EVERY_MS;
    },
  });
}
