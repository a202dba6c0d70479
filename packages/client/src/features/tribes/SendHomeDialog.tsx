import type { Tribe, TribeMember } from '@cryptotribes/protocol/features/tribes';
import { type Army, emptyArmy, totalUnits, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useGarrisons, useSendHome } from '../../net/tribeHooks.ts';
import { namesText } from '../../text/en/names.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { UNIT_GLYPHS } from '../../ui/unitIcons.ts';
import { useRecallSpan } from './MemberDialogs.tsx';

const t = tribeText;

interface SendHomeDialogProps {
  tribe: Tribe;
  member: TribeMember;
  onClose: () => void;
}

/** For leaders: sending a member's units home from one garrison. */
export function SendHomeDialog({ tribe, member, onClose }: SendHomeDialogProps) {
  const garrisons = useGarrisons(tribe.id).data?.territories ?? [];
  const span = useRecallSpan();
  const send = useSendHome(tribe.id);
  const stacks = garrisons.flatMap((garrison) => {
    const stack = garrison.members.find(({ userId }) => userId === member.userId);
    return stack && totalUnits(stack.units) > 0 ? [{ garrison, units: stack.units }] : [];
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const [given, setGiven] = useState<Partial<Army>>({});
  const stack = stacks.find(({ garrison }) => garrison.id === chosen) ?? stacks[0];
  const units = emptyArmy();
  // Everybody unless less was asked for; never more than there are by now.
  if (stack) for (const type of UNIT_TYPES) units[type] = Math.min(stack.units[type], given[type] ?? stack.units[type]);
  const count = totalUnits(units);
  const name = member.username ?? t.nameless;

  function go(): void {
    if (!stack) return;
    const place = stack.garrison.name;
    const onSuccess = () => {
      showToast(t.sentHome(formatNumber(count), count, place), 'good');
      onClose();
    };
    send.mutate({ userId: member.userId, territoryId: stack.garrison.id, units }, { onSuccess });
  }

  return (
    <Dialog
      title={t.sendHomeTitle(name)}
      closeLabel={t.close}
      onClose={onClose}
      testId="send-home-dialog"
      foot={
        <>
          <button type="button" className="btn ghost" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" className="btn danger" disabled={count === 0 || send.isPending} onClick={go}>
            {t.sendHomeSure(formatNumber(count), count)}
          </button>
        </>
      }
    >
      {!stack && <p className="muted">{t.noUnits}</p>}
      {stack && (
        <>
          <label className="grid gap-1">
            <span className="cap">{t.sendHomeFrom}</span>
            <select
              className="field"
              name="garrison"
              value={stack.garrison.id}
              onChange={(event) => {
                setChosen(event.target.value);
                setGiven({});
              }}
            >
              {stacks.map(({ garrison, units: there }) => (
                <option key={garrison.id} value={garrison.id}>
                  {garrison.name} · {formatNumber(totalUnits(there))}
                </option>
              ))}
            </select>
          </label>
          <div className="send-units">
            {UNIT_TYPES.filter((type) => stack.units[type] > 0).map((type) => (
              <label key={type}>
                <Icon name={UNIT_GLYPHS[type]} />
                <span>
                  {namesText.units[type]} <span className="faint">/ {formatNumber(stack.units[type])}</span>
                </span>
                <input
                  className="field"
                  type="number"
                  inputMode="numeric"
                  name={`home-${type}`}
                  min={0}
                  max={stack.units[type]}
                  value={units[type]}
                  onChange={(event) => {
                    const value = Math.trunc(Number(event.target.value));
                    const most = stack.units[type];
                    setGiven({ ...given, [type]: Number.isFinite(value) ? Math.min(most, Math.max(0, value)) : 0 });
                  }}
                />
              </label>
            ))}
          </div>
          <p className="muted">
            {t.sendHomeWhat(stack.garrison.name, formatNumber(totalUnits(stack.garrison.units) - count))}{' '}
            {t.homeIn(span)}
          </p>
        </>
      )}
      {send.error && (
        <p role="alert" className="text-blood">
          {errorText(send.error)}
        </p>
      )}
    </Dialog>
  );
}
