import { useEffect, useState } from 'react';
import { noticesText } from '../text/en/notices.ts';
import { Since } from '../ui/Countdown.tsx';
import { Icon } from '../ui/Icon.tsx';
import { markNoticesRead, noticeStore } from '../ui/toastStore.ts';
import { useStore } from '../ui/useStore.ts';

/** The bell: what the toasts of this visit said, newest first. */
export function Notices() {
  const notices = useStore(noticeStore);
  const [isOpen, setIsOpen] = useState(false);
  const unread = notices.filter((notice) => !notice.isRead).length;
  useEffect(() => {
    if (!isOpen) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setIsOpen(false);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isOpen]);
  const toggle = () => {
    setIsOpen(!isOpen);
    if (isOpen) markNoticesRead();
  };
  return (
    <>
      <button
        type="button"
        className="ib"
        aria-expanded={isOpen}
        aria-label={noticesText.bell(unread)}
        onClick={toggle}
      >
        <Icon name="ringing-bell" />
        {unread > 0 && <span className="badge absolute top-[3px] right-[2px]">{unread}</span>}
      </button>
      {isOpen && (
        <section className="panel menu notices" aria-label={noticesText.title}>
          <h2 className="cap p-2">{noticesText.title}</h2>
          {notices.length === 0 && <p className="muted p-2">{noticesText.empty}</p>}
          <ul>
            {notices.map((notice) => (
              <li key={notice.id} className="row border-line border-t p-2 text-[13px]">
                <span className="min-w-0 flex-1">{notice.text}</span>
                <span className="faint">
                  <Since instant={notice.at} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
