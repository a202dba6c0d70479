import { useMutation, useQuery } from '@tanstack/react-query';
import { queryClient } from '../../net/queryClient.ts';
import { useChangeSettings } from '../../net/settings.ts';
import { meText } from '../../text/en/me.ts';
import { language } from '../../text/language.ts';
import { pushState, switchPushOff, switchPushOn } from './pushDevice.ts';
import { Switch } from './Switch.tsx';

const t = meText.push;
const KEY = ['push'];

/** Messages to this device. The browser is asked for permission here and nowhere else. */
export function PushSwitch() {
  const state = useQuery({ queryKey: KEY, queryFn: pushState, staleTime: 0 }).data;
  const settings = useChangeSettings();
  const change = useMutation({
    mutationFn: (isOn: boolean) => (isOn ? switchPushOn() : switchPushOff()),
    onSuccess: (now) => {
      queryClient.setQueryData(KEY, now);
      // The server writes messages in the language that was spoken when they were switched on.
      if (now === 'on') settings.mutate({ language });
    },
  });
  const cannot = state === 'unsupported' || state === 'notOffered' || state === 'denied';
  const said = change.isError ? t.failed : state && t[state];
  return (
    <div>
      <Switch
        id="setting-push"
        label={t.title}
        hint={t.what}
        isOn={state === 'on'}
        isDisabled={state === undefined || cannot}
        isBusy={change.isPending}
        onChange={(isOn) => change.mutate(isOn)}
      />
      <p
        role="status"
        className={`min-h-5 text-[12px] ${change.isError || state === 'denied' ? 'text-blood' : 'faint'}`}
      >
        {said}
      </p>
    </div>
  );
}
