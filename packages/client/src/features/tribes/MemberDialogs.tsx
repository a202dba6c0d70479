/** The decisions about members that cannot be taken back lightly: each says exactly what happens before it does. */
import type { TribeRole } from '@cryptotribes/protocol/core/schema';
import type { Tribe, TribeGarrison, TribeMember } from '@cryptotribes/protocol/features/tribes';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { recallArrivesMs } from '@cryptotribes/rules/territories/capture';
import { type ReactNode, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useMe, useSeason } from '../../net/hooks.ts';
import { useDismiss, useGarrisons, useSetRole } from '../../net/tribeHooks.ts';
import { useLeaveTribe } from '../../net/tribeMutations.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatNumber, formatSpan } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { departureOf } from './departure.ts';

const t = tribeText;
const SHOWN = 8;

/** How long units need from a garrison to their village, in words; the season's speed is in it. */
export function useRecallSpan(): string {
  const season = useSeason().data;
  return season ? formatSpan(recallArrivesMs(rulesetById(season.rulesetId), 0, season.speed)) : '';
}

/** Which garrisons lose what. */
export function LossList({ garrisons, userId }: { garrisons: readonly TribeGarrison[]; userId: string }) {
  const span = useRecallSpan();
  const { units, losses } = departureOf(garrisons, userId);
  if (units === 0) return <p className="muted">{t.goesNone}</p>;
  return (
    <>
      <p>{t.goesHome(formatNumber(units), units, losses.length)}</p>
      <ul className="losses">
        {losses.slice(0, SHOWN).map(({ territoryId, name, goes, keeps }) => (
          <li key={territoryId}>
            <b className="disp">{name}</b>
            <span className="text-blood">−{formatNumber(goes)}</span>
            <span className={keeps === 0 ? 'text-blood' : 'muted'}>
              {keeps === 0 ? t.keepsNone : t.keeps(formatNumber(keeps))}
            </span>
          </li>
        ))}
        {losses.length > SHOWN && <li className="faint">+{losses.length - SHOWN}</li>}
      </ul>
      <p className="muted">{t.homeIn(span)}</p>
    </>
  );
}

interface DecisionProps {
  title: string;
  sure: string;
  isBusy: boolean;
  error: unknown;
  /** Has to be typed before the button works; null = nothing. */
  typed?: string | null;
  testId: string;
  onSure: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** One decision: what happens, what has to be typed, the deed, and what went wrong with it. */
function Decision({ title, sure, isBusy, error, typed = null, testId, onSure, onClose, children }: DecisionProps) {
  const [given, setGiven] = useState('');
  const isReady = typed === null || given === typed;
  return (
    <Dialog
      title={title}
      closeLabel={t.close}
      onClose={onClose}
      testId={testId}
      foot={
        <>
          <button type="button" className="btn ghost" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" className="btn danger" disabled={!isReady || isBusy} onClick={onSure}>
            {sure}
          </button>
        </>
      }
    >
      {children}
      {typed !== null && (
        <label className="grid gap-1">
          <span className="cap">{t.typeTag(typed)}</span>
          <input
            className="field"
            name="confirmTag"
            autoComplete="off"
            maxLength={typed.length}
            value={given}
            onChange={(event) => setGiven(event.target.value.toUpperCase())}
          />
        </label>
      )}
      {error !== null && (
        <p role="alert" className="text-blood">
          {errorText(error)}
        </p>
      )}
    </Dialog>
  );
}

interface MemberDialogProps {
  tribe: Tribe;
  member: TribeMember;
  onClose: () => void;
}

const nameOf = (member: TribeMember) => member.username ?? t.nameless;

export function DismissDialog({ tribe, member, onClose }: MemberDialogProps) {
  const dismiss = useDismiss(tribe.id);
  const garrisons = useGarrisons(tribe.id).data?.territories ?? [];
  const name = nameOf(member);
  return (
    <Decision
      title={t.dismissTitle(name)}
      sure={t.dismissSure}
      isBusy={dismiss.isPending}
      error={dismiss.error}
      testId="dismiss-dialog"
      onSure={() => dismiss.mutate(member.userId, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t.dismissWhat(name)}</p>
      <LossList garrisons={garrisons} userId={member.userId} />
      <p className="muted">{t.vpStay}</p>
    </Decision>
  );
}

export function HandOverDialog({ tribe, member, role, onClose }: MemberDialogProps & { role: TribeRole }) {
  const setRole = useSetRole(tribe.id);
  const isFree = useSeason().data?.free !== false;
  const name = nameOf(member);
  return (
    <Decision
      title={t.handOverTitle(name)}
      sure={t.handOverSure}
      isBusy={setRole.isPending}
      error={setRole.error}
      testId="hand-over-dialog"
      onSure={() => setRole.mutate({ userId: member.userId, role: 'chieftain' }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t.handOverWhat(name, t.roles[role])}</p>
      {!isFree && <p className="muted">{t.handOverShare}</p>}
    </Decision>
  );
}

/** Leaving; the last member dissolves the tribe with it and has to type its tag. */
export function LeaveDialog({ tribe, onClose }: { tribe: Tribe; onClose: () => void }) {
  const me = useMe().data;
  const leave = useLeaveTribe();
  const garrisons = useGarrisons(tribe.id).data?.territories ?? [];
  const isLast = tribe.memberCount <= 1;
  return (
    <Decision
      title={isLast ? t.dissolveTitle(tribe.name) : t.leaveTitle(tribe.name)}
      sure={isLast ? t.dissolveSure : t.leaveSure}
      isBusy={leave.isPending}
      error={leave.error}
      typed={isLast ? tribe.tag : null}
      testId="leave-dialog"
      onSure={() => leave.mutate(tribe.id)}
      onClose={onClose}
    >
      {isLast && <p>{t.dissolveWhat(tribe.territoriesControlled)}</p>}
      {me && <LossList garrisons={garrisons} userId={me.id} />}
      {!isLast && <p>{t.leaveCouncil}</p>}
      {!isLast && <p className="muted">{t.vpStay}</p>}
    </Decision>
  );
}

/** The way out at the foot of the page. */
export function LeavePanel({ tribe, blocked }: { tribe: Tribe; blocked: string | null }) {
  const [isAsking, setIsAsking] = useState(false);
  const role = useMe().data?.tribe?.role;
  const isLast = tribe.memberCount <= 1;
  const reason = blocked ?? (role === 'chieftain' && !isLast ? t.leaveHandOver : null);
  return (
    <div className="leave">
      <button type="button" className="btn ghost" disabled={reason !== null} onClick={() => setIsAsking(true)}>
        <Icon name="broken-shield" />
        {isLast ? t.dissolve : t.leave}
      </button>
      {reason && <p className="faint">{reason}</p>}
      {isAsking && <LeaveDialog tribe={tribe} onClose={() => setIsAsking(false)} />}
    </div>
  );
}
