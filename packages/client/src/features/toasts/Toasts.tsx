import { Link } from 'wouter';
import { shellText } from '../../text/en/shell.ts';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { dismissToast, type Toast, toastStore } from '../../ui/toastStore.ts';
import { useStore } from '../../ui/useStore.ts';

function ToastCard({ toast }: { toast: Toast }) {
  const { id, text, tone, count, isSticky, link, action, kind } = toast;
  const act = () => {
    dismissToast(id);
    action?.run();
  };
  return (
    <div className={`toast ${tone}${isSticky ? ' sticky' : ''}`} data-testid={isSticky ? 'notice-card' : 'toast'}>
      <span className="min-w-0 flex-1">
        {text}
        {count > 1 && kind === null && <b> ×{count}</b>}
        {link && (
          <Link href={link.path} className="toast-link" onClick={() => dismissToast(id)}>
            {link.label}
          </Link>
        )}
        {action && (
          <button type="button" className="toast-link" onClick={act}>
            {action.label}
          </button>
        )}
      </span>
      <button type="button" className="ib" aria-label={shellText.dismiss} onClick={() => dismissToast(id)}>
        <LineIcon name="close" />
      </button>
    </div>
  );
}

/** The messages of the moment; the last element of the page, so that map and drawer come first for every reader. */
export default function Toasts() {
  const toasts = useStore(toastStore);
  const isLoud = ({ tone, isSticky }: Toast) => tone === 'bad' || isSticky;
  const cards = (shown: readonly Toast[]) => shown.map((toast) => <ToastCard key={toast.id} toast={toast} />);
  return (
    <div className="toasts">
      <div role="status" className="grid gap-2">
        {cards(toasts.filter((toast) => !isLoud(toast)))}
      </div>
      <div role="alert" className="grid gap-2">
        {cards(toasts.filter(isLoud))}
      </div>
    </div>
  );
}
