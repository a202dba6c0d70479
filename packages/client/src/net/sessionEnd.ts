import { connectStore } from '../features/wallet/connectStore.ts';
import { shellText } from '../text/en/shell.ts';
import { showCard } from '../ui/toastStore.ts';

/** Says that the session ended, with the way back in; stays until it is put away. */
export function saySessionEnded(): void {
  const text = shellText.sessionEnded;
  const action = { label: shellText.connect, run: () => connectStore.open() };
  showCard({ kind: 'session', text, tone: 'bad', isSticky: true, link: null, action, many: () => text });
}
