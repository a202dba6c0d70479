import { shellText } from '../text/en/shell.ts';
import { LineIcon } from './LineIcon.tsx';
import { dismissToast, type Toast, toastStore } from './toastStore.ts';
import { useStore } from './useStore.ts';

function ToastCard({ toast }: { toast: Toast }) {
  return (
    <div className={`toast ${toast.tone}`}>
      <span className="min-w-0 flex-1">
        {toast.text}
        {toast.count > 1 && <b> ×{toast.count}</b>}
      </span>
      <button type="button" className="ib" aria-label={shellText.dismiss} onClick={() => dismissToast(toast.id)}>
        <LineIcon name="close" />
      </button>
    </div>
  );
}

/** The messages of the moment; the last element of the page, so that map and drawer come first for every reader. */
export function Toasts() {
  const toasts = useStore(toastStore);
  return (
    <div className="toasts">
      <div role="status" className="grid gap-2">
        {toasts
          .filter((toast) => toast.tone !== 'bad')
          .map((toast) => (
            <ToastCard key={toast.id} toast={toast} />
          ))}
      </div>
      <div role="alert" className="grid gap-2">
        {toasts
          .filter((toast) => toast.tone === 'bad')
          .map((toast) => (
            <ToastCard key={toast.id} toast={toast} />
          ))}
      </div>
    </div>
  );
}
