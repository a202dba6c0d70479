import { showToast } from './toastStore.ts';

export interface SharedLink {
  /** Path of what is shared, below the page's own address. */
  path: string;
  title: string;
  /** Said when the link was copied. */
  done: string;
  failed: string;
}

/** Hands a link to the system's own sharing where there is one (phones), else puts it on the clipboard. */
export async function shareLink({ path, title, done, failed }: SharedLink): Promise<void> {
  const url = new URL(path, location.origin).href;
  if (navigator.share && matchMedia('(pointer: coarse)').matches) {
    // Refused means that the player changed their mind: nothing to say about that.
    await navigator.share({ url, title }).catch(() => undefined);
    return;
  }
  try {
    await navigator.clipboard.writeText(url);
    showToast(done, 'good');
  } catch {
    showToast(failed, 'bad');
  }
}
