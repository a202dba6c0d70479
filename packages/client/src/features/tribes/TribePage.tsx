import { navText } from '../../text/en/nav.ts';
import { tribeText } from '../../text/en/tribe.ts';
import './tribes.css';
import { useParams } from 'wouter';
import { useTitle } from '../../app/useTitle.ts';
import { useMe } from '../../net/hooks.ts';
import { FoundTribe } from './FoundTribe.tsx';
import { Invitations } from './Invitations.tsx';
import { TribeHall } from './TribeHall.tsx';
import { TribeList } from './TribeList.tsx';

/** One's own tribe, another one, or the way into one. */
export default function TribePage() {
  const { tribeId } = useParams<{ tribeId?: string }>();
  const me = useMe().data;
  const shown = tribeId ?? me?.tribeId ?? null;
  useTitle(navText.tribe);
  if (shown) return <TribeHall tribeId={shown} />;
  return (
    <main id="main" className="page grid gap-4">
      <h1>{tribeText.title}</h1>
      <p className="muted max-w-[60ch]">{me ? tribeText.intro : tribeText.signIn}</p>
      <div className="grid items-start gap-4 lg:grid-cols-[1fr_360px]">
        <TribeList />
        <div className="grid gap-4">
          {me?.entered && <Invitations />}
          {me?.entered && <FoundTribe me={me} />}
        </div>
      </div>
    </main>
  );
}
