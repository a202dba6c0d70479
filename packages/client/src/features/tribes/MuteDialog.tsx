import { useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useMute } from '../../net/councilHooks.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { showToast } from '../../ui/toastStore.ts';

const t = tribeText;
const SPANS = [10, 60, 1440, 10080] as const;

interface MuteDialogProps {
  tribeId: string;
  userId: string;
  name: string;
  onClose: () => void;
}

/** Taking the word from a member for a while. */
export function MuteDialog({ tribeId, userId, name, onClose }: MuteDialogProps) {
  const [minutes, setMinutes] = useState<(typeof SPANS)[number]>(10);
  const mute = useMute(tribeId);
  const onSuccess = () => {
    showToast(t.mutedToast(name), 'good');
    onClose();
  };
  return (
    <Dialog
      title={t.muteTitle(name)}
      closeLabel={t.close}
      onClose={onClose}
      testId="mute-dialog"
      foot={
        <>
          <button type="button" className="btn ghost" onClick={onClose}>
            {t.cancel}
          </button>
          <button
            type="button"
            className="btn danger"
            disabled={mute.isPending}
            onClick={() => mute.mutate({ userId, minutes }, { onSuccess })}
          >
            {t.muteSure}
          </button>
        </>
      }
    >
      <p className="muted">{t.muteWhat(name)}</p>
      <fieldset className="choices">
        <legend className="cap">{t.muteFor}</legend>
        {SPANS.map((span) => (
          <label key={span}>
            <input type="radio" name="span" checked={minutes === span} onChange={() => setMinutes(span)} />
            {t.muteSpans[span]}
          </label>
        ))}
      </fieldset>
      {mute.error && (
        <p role="alert" className="text-blood">
          {errorText(mute.error)}
        </p>
      )}
    </Dialog>
  );
}
