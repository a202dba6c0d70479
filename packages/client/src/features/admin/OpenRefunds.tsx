import type { OpenRefund } from '@cryptotribes/protocol/features/adminPayouts';
import { useState } from 'react';
import { adminText as t } from '../../text/en/admin.ts';
import { formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { ActDialog } from './ActDialog.tsx';
import { adminApi, useOpenRefunds } from './adminApi.ts';
import { formatMicro } from './money.ts';
import { Cell, Loaded, PersonLink, Table, When } from './parts.tsx';

const words = t.payouts;
const money = t.money;
const TONES = { due: 'warm', sent: 'warm', done: 'up', failed: 'down' } as const;

function PaidDialog({ refund, onClose }: { refund: OpenRefund; onClose: () => void }) {
  const [proof, setProof] = useState('');
  return (
    <ActDialog
      title={words.markPaid}
      about={formatMicro(refund.amountMicro, refund.currency)}
      facts={[words.markPaidFact]}
      action={words.markPaid}
      isDanger
      done={t.season.proposed}
      onAct={({ reason }) =>
        adminApi.call('admin.markRefundPaid', {
          params: { refundId: refund.refundId },
          body: { proof: proof.trim(), reason },
        })
      }
      onClose={onClose}
    >
      <label className="grid gap-1">
        <span className="cap">{words.proof}</span>
        <input
          className="field"
          name="proof"
          autoComplete="off"
          spellCheck={false}
          required
          minLength={3}
          maxLength={200}
          value={proof}
          onChange={(event) => setProof(event.target.value)}
        />
      </label>
    </ActDialog>
  );
}

/** Refunds on their way; those that failed need people. */
export function OpenRefunds({ mayMark }: { mayMark: boolean }) {
  const [asked, setAsked] = useState<OpenRefund | null>(null);
  return (
    <Panel title={words.refunds}>
      <Loaded query={useOpenRefunds()}>
        {({ refunds }) =>
          refunds.length === 0 ? (
            <p className="muted">{words.refundsNone}</p>
          ) : (
            <Table
              label={words.refunds}
              columns={[money.player, money.amount, money.method, money.state, money.reason, money.when, words.acts]}
            >
              {refunds.map((refund) => (
                <tr key={refund.refundId} data-testid="open-refund">
                  <Cell label={money.player}>{refund.person ? <PersonLink person={refund.person} /> : '–'}</Cell>
                  <Cell label={money.amount}>
                    <b>{formatMicro(refund.amountMicro, refund.currency)}</b>
                  </Cell>
                  <Cell label={money.method}>{money.methods[refund.method]}</Cell>
                  <Cell label={money.state}>
                    <Tag tone={TONES[refund.status]}>{money.refunds[refund.status]}</Tag>
                    <small className="faint"> {words.tries(formatNumber(refund.tries))}</small>
                    {refund.lastProblem && <small className="text-blood"> {refund.lastProblem}</small>}
                  </Cell>
                  <Cell label={money.reason}>{refund.reason}</Cell>
                  <Cell label={money.when}>
                    <When at={refund.orderedAt} />
                  </Cell>
                  <Cell label={words.acts}>
                    {mayMark && refund.status === 'failed' && (
                      <button type="button" className="btn s danger" onClick={() => setAsked(refund)}>
                        {words.markPaid}
                      </button>
                    )}
                  </Cell>
                </tr>
              ))}
            </Table>
          )
        }
      </Loaded>
      {asked && <PaidDialog refund={asked} onClose={() => setAsked(null)} />}
    </Panel>
  );
}
