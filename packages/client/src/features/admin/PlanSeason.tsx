import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { isRulesetId, rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { adminText as t } from '../../text/en/admin.ts';
import { Panel } from '../../ui/Panel.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { adminApi, refreshAll } from './adminApi.ts';

const words = t.season;
const MAX_SPEED = 3_600;

/** The speed that a ruleset is made for; a server that is newer than the page may name one that is not known here. */
const usualSpeed = (id: string): string => (isRulesetId(id) ? String(rulesetById(id).season.speed) : '1');

function Field({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
    <label className="grid content-start gap-1">
      <span className="cap">{label}</span>
      {children}
      {hint && <small className="faint">{hint}</small>}
    </label>
  );
}

/** What the server finds wrong with the plan, field by field. */
function problems(error: unknown): string {
  const issues = error instanceof ApiError ? (error.details.issues as { field: string; problem: string }[]) : undefined;
  if (!Array.isArray(issues)) return errorText(error);
  return issues.map(({ field, problem }) => `${field.slice(1)}: ${problem}`).join('; ');
}

/** Planning a season. Times are typed in the zone of the browser. */
export function PlanSeason({ rulesets }: { rulesets: readonly string[] }) {
  const [name, setName] = useState('Season {n}');
  const [start, setStart] = useState('');
  const [registration, setRegistration] = useState('');
  const [fee, setFee] = useState('0');
  const [ruleset, setRuleset] = useState(rulesets[0] ?? '');
  const [speed, setSpeed] = useState(usualSpeed(ruleset));
  const chooseRuleset = (id: string) => {
    setRuleset(id);
    setSpeed(usualSpeed(id));
  };
  const plan = useMutation({
    mutationFn: () =>
      adminApi.call('admin.createSeason', {
        body: {
          name: name.trim(),
          seasonStart: new Date(start).toISOString(),
          ...(registration === '' ? {} : { registrationStart: new Date(registration).toISOString() }),
          speed: Number(speed),
          entryFee: Number(fee),
          rulesetId: ruleset,
        },
      }),
    onSuccess: (season) => {
      showToast(words.created(season.name), 'good');
      setStart('');
      setRegistration('');
    },
    onSettled: refreshAll,
  });
  const isReady = name.trim().length >= 3 && start !== '' && /^[1-9]\d{0,3}$/.test(speed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) plan.mutate();
  };
  return (
    <Panel title={words.plan}>
      <form className="admin-form" onSubmit={submit} data-testid="plan-season">
        <Field label={words.name} hint={words.nameHint}>
          <input
            className="field"
            name="seasonName"
            required
            minLength={3}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label={words.start}>
          <input
            className="field"
            name="seasonStart"
            type="datetime-local"
            required
            value={start}
            onChange={(event) => setStart(event.target.value)}
          />
        </Field>
        <Field label={words.registration} hint={words.registrationHint}>
          <input
            className="field"
            name="registrationStart"
            type="datetime-local"
            value={registration}
            onChange={(event) => setRegistration(event.target.value)}
          />
        </Field>
        <Field label={words.speed}>
          <input
            className="field"
            name="speed"
            type="number"
            inputMode="numeric"
            min={1}
            max={MAX_SPEED}
            required
            value={speed}
            onChange={(event) => setSpeed(event.target.value)}
          />
        </Field>
        <Field label={words.fee}>
          <select className="field" name="entryFee" value={fee} onChange={(event) => setFee(event.target.value)}>
            <option value="0">{words.feeFree}</option>
            <option value="25">{words.feePaid}</option>
          </select>
        </Field>
        <Field label={words.ruleset}>
          <select
            className="field"
            name="ruleset"
            value={ruleset}
            onChange={(event) => chooseRuleset(event.target.value)}
          >
            {rulesets.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </Field>
        <p className="muted admin-wide text-[13px]">{words.planNote}</p>
        {plan.error && (
          <p role="alert" className="text-blood admin-wide">
            {problems(plan.error)}
          </p>
        )}
        <button type="submit" className="btn prime justify-self-start" disabled={!isReady || plan.isPending}>
          {words.create}
        </button>
      </form>
    </Panel>
  );
}
