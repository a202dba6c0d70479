import { useLocation } from 'wouter';
import { useMe } from '../../../net/hooks.ts';
import { councilText } from '../../../text/en/council.ts';
import { Menu } from '../../../ui/Menu.tsx';
import { ShareButton as LinkButton } from '../../../ui/ShareButton.tsx';
import { type SharedLink, shareLink } from '../../../ui/shareLink.ts';
import './council.css';
import { addToDraft, goToCouncil } from './councilDraft.ts';

const t = councilText;

interface ShareButtonProps extends SharedLink {
  /** What goes into a message of the council: landChip or battleChip. */
  chip: string;
  label: string;
}

/** Sharing a land or a battle: members also into a message to their own tribe. */
export function ShareButton({ chip, label, ...link }: ShareButtonProps) {
  const [, navigate] = useLocation();
  if (!useMe().data?.tribeId) return <LinkButton label={label} {...link} />;
  const toCouncil = () => {
    addToDraft(chip);
    goToCouncil(navigate);
  };
  const items = [
    { key: 'council', label: t.shareCouncil, icon: 'knight-banner', run: toCouncil },
    { key: 'link', label: t.shareLink, icon: 'scroll-unfurled', run: () => void shareLink(link) },
  ] as const;
  return <Menu label={label} icon="share" items={items} className="share" />;
}
