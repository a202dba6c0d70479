import type { RouteData } from '@cryptotribes/protocol/routes';
import { useMutation, useQuery } from '@tanstack/react-query';
import { errorText } from '../../app/errorText.ts';
import { api } from '../../net/api.ts';
import { queryClient } from '../../net/queryClient.ts';
import { queryKeys } from '../../net/queryKeys.ts';
import { meText } from '../../text/en/me.ts';
import { formatInstant } from '../../ui/format.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toastStore.ts';

const t = meText.sessions;
type Session = RouteData<'auth.sessions'>['sessions'][number];

const nameOf = ({ device, isBrowser }: Session) => device ?? (isBrowser ? t.unknown : t.program);

/** Where the player is signed in, and how to end it. */
export function SessionsPanel() {
  const list = useQuery({ queryKey: queryKeys.sessions, queryFn: () => api.call('auth.sessions'), staleTime: 0 });
  const end = useMutation({
    mutationFn: (sessionId: string | null) =>
      sessionId === null ? api.call('auth.endOtherSessions') : api.call('auth.endSession', { params: { sessionId } }),
    onSuccess: ({ ended }) => showToast(t.ended(ended), 'good'),
    onError: (error) => showToast(errorText(error), 'bad'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.sessions }),
  });
  const sessions = list.data?.sessions ?? [];
  const others = sessions.filter(({ isThis }) => !isThis);
  return (
    <section className="panel">
      <header>
        <h2>{t.title}</h2>
      </header>
      <div className="body">
        <p className="faint text-[12px]">{t.lead}</p>
        {list.isLoading && <Skeleton lines={3} />}
        {list.isError && (
          <p role="alert" className="row sp">
            {t.failed}
            <button type="button" className="btn s" onClick={() => list.refetch()}>
              {t.again}
            </button>
          </p>
        )}
        <ul>
          {sessions.map((session) => {
            const since = formatInstant(session.startedAt);
            return (
              <li key={session.id} className="me-setting" data-testid="session">
                <span className="min-w-0">
                  <span className="row">
                    {nameOf(session)}
                    {session.isThis && <Tag tone="warm">{t.here}</Tag>}
                  </span>
                  <small>{t.since(since)}</small>
                </span>
                {!session.isThis && (
                  <button
                    type="button"
                    className="btn s ghost"
                    aria-label={t.endName(nameOf(session), since)}
                    disabled={end.isPending}
                    onClick={() => end.mutate(session.id)}
                  >
                    {t.end}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
        {list.data && others.length === 0 && <p className="muted mt-2">{t.only}</p>}
        {others.length > 0 && (
          <button
            type="button"
            className="btn mt-3 w-full"
            data-testid="end-other-sessions"
            disabled={end.isPending}
            onClick={() => end.mutate(null)}
          >
            {t.endOthers}
          </button>
        )}
      </div>
    </section>
  );
}
