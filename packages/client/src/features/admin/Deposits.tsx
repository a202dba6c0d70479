import type { QuarantinedDeposit } from '@cryptotribes/protocol/features/adminPayouts';
import { useState } from 'react';
import { adminText as t } from '../../text/en/admin.ts';
import { Panel } from '../../ui/Panel.tsx';
import { ActDialog } from './ActDialog.tsx';
import { adminApi, useDeposits } from './adminApi.ts';
import { formatMicro } from './money.ts';
import { Cell, Loaded, Table, When } from './parts.tsx';

const words = t.payouts;
const DECISIONS = ['credit', 'refund', 'dismiss'] as const;
type Decision = (typeof DECISIONS)[number];

interface FieldProps {
  name: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
}
function Field({ name, label, value, onChange }: FieldProps) {
  return (
    <label className="grid gap-1">
      <span className="cap">{label}</span>
      <input
        className="field"
        name={name}
        autoComplete="off"
        spellCheck={false}
        maxLength={80}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

function DepositDialog({ deposit, onClose }: { deposit: QuarantinedDeposit; onClose: () => void }) {
  const [decision, setDecision] = useState<Decision>('refund');
  const [wallet, setWallet] = useState(deposit.player ?? deposit.payer);
  const [seasonId, setSeasonId] = useState('');
  const [to, setTo] = useState('');
  const more =
    decision === 'credit'
      ? { walletAddress: wallet.trim(), seasonId: seasonId.trim() }
      : decision === 'refund' && to.trim() !== ''
        ? { to: to.trim() }
        : {};
  return (
    <ActDialog
      title={words.decide}
      about={`${formatMicro(Number(deposit.amountMicro), 'USDT')}, ${deposit.reference}`}
      facts={[words.decideFact]}
      action={words.decide}
      isDanger
      onAct={({ reason }) =>
        adminApi.call('admin.decideDeposit', { body: { reference: deposit.reference, decision, reason, ...more } })
      }
      onClose={onClose}
    >
      <label className="grid gap-1">
        <span className="cap">{words.decision}</span>
        <select
          className="field"
          name="decision"
          value={decision}
          onChange={(event) => setDecision(event.target.value as Decision)}
        >
          {DECISIONS.map((each) => (
            <option key={each} value={each}>
              {words.decisions[each]}
            </option>
          ))}
        </select>
      </label>
      {decision === 'credit' && (
        <>
          <Field name="wallet" label={words.wallet} value={wallet} onChange={setWallet} />
          <Field name="seasonId" label={words.seasonId} value={seasonId} onChange={setSeasonId} />
        </>
      )}
      {decision === 'refund' && <Field name="to" label={words.to} value={to} onChange={setTo} />}
    </ActDialog>
  );
}

/** Money on the chain that fits no fee: people say what it is. */
export function Deposits({ mayDecide }: { mayDecide: boolean }) {
  const [asked, setAsked] = useState<QuarantinedDeposit | null>(null);
  return (
    <Panel title={words.deposits}>
      <Loaded query={useDeposits()}>
        {({ deposits }) =>
          deposits.length === 0 ? (
            <p className="muted">{words.depositsNone}</p>
          ) : (
            <Table
              label={words.deposits}
              columns={[words.amount, words.from, words.why, words.seenAt, words.transaction, words.acts]}
            >
              {deposits.map((deposit) => (
                <tr key={deposit.reference} data-testid="deposit">
                  <Cell label={words.amount}>
                    <b>{formatMicro(Number(deposit.amountMicro), 'USDT')}</b>
                  </Cell>
                  <Cell label={words.from}>
                    <code className="admin-hash">{deposit.payer}</code>
                  </Cell>
                  <Cell label={words.why}>{deposit.reason}</Cell>
                  <Cell label={words.seenAt}>
                    <When at={deposit.seenAt} />
                  </Cell>
                  <Cell label={words.transaction}>
                    <code className="admin-hash">{deposit.reference}</code>
                  </Cell>
                  <Cell label={words.acts}>
                    {mayDecide && deposit.paymentId === null && (
                      <button type="button" className="btn s danger" onClick={() => setAsked(deposit)}>
                        {words.decide}
                      </button>
                    )}
                  </Cell>
                </tr>
              ))}
            </Table>
          )
        }
      </Loaded>
      {asked && <DepositDialog deposit={asked} onClose={() => setAsked(null)} />}
    </Panel>
  );
}
