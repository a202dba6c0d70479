import type { MessageReason, TribeMessage } from '@cryptotribes/protocol/features/council';
import { useState } from 'react';
import { errorText } from '../../../app/errorText.ts';
import { useReportMessage } from '../../../net/councilHooks.ts';
import { councilText } from '../../../text/en/council.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { MessageText } from './Message.tsx';

const t = councilText;
const REASONS = ['abuse', 'spam', 'cheating', 'other'] as const satisfies readonly MessageReason[];

interface ReportDialogProps {
  tribeId: string;
  message: TribeMessage;
  onClose: () => void;
}

/** Reporting a message to the leaders, with a reason. */
export function ReportDialog({ tribeId, message, onClose }: ReportDialogProps) {
  const [reason, setReason] = useState<MessageReason>('abuse');
  const report = useReportMessage(tribeId);
  const send = () =>
    report.mutate(
      { messageId: message.messageId, reason },
      {
        onSuccess: () => {
          showToast(t.reportDone, 'good');
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={t.reportTitle}
      closeLabel={t.close}
      onClose={onClose}
      testId="report-dialog"
      foot={
        <>
          <button type="button" className="btn ghost" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" className="btn danger" disabled={report.isPending} onClick={send}>
            {t.reportSend}
          </button>
        </>
      }
    >
      <blockquote className="council-quote">
        <b>{message.username ?? t.nameless}</b> <MessageText text={message.text} />
      </blockquote>
      <p className="muted">{t.reportWhat}</p>
      <fieldset className="choices">
        <legend className="cap">{t.reportWhy}</legend>
        {REASONS.map((item) => (
          <label key={item}>
            <input type="radio" name="reason" checked={reason === item} onChange={() => setReason(item)} />
            {t.reasons[item]}
          </label>
        ))}
      </fieldset>
      {report.error && (
        <p role="alert" className="text-blood">
          {errorText(report.error)}
        </p>
      )}
    </Dialog>
  );
}
