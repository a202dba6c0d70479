import { payingText } from '../../../text/en/paying.ts';

const words = payingText.usdt.chainName;

export const chainName = (chainId: number): string => (chainId === 1 ? words.ethereum : words.other(chainId));
