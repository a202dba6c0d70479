/** A player's own choices: which event is told how, and how the table looks (design: "Settings"). Kept on the server, the same on every device. */
import Type, { type Static } from 'typebox';
import { NOTICE_DEFAULTS, NOTICE_EVENTS, type NoticeEvent } from '../core/notices.ts';
import { route } from '../core/route.ts';
import { object, oneOf } from '../core/schema.ts';

const flag = Type.Boolean();
const each = <T>(make: () => T): Record<NoticeEvent, T> =>
  Object.fromEntries(NOTICE_EVENTS.map((event) => [event, make()])) as Record<NoticeEvent, T>;
export const NoticeSwitches = object({ bell: flag, toast: flag, sound: flag, push: flag });
const someWays = {
  bell: Type.Optional(flag),
  toast: Type.Optional(flag),
  sound: Type.Optional(flag),
  push: Type.Optional(flag),
};

const tableFields = {
  /** Nothing moves, whatever the device says. */
  calm: flag,
  /** Falling snow. */
  snow: flag,
  /** Patterns on land and letters on shields. */
  colourHelp: flag,
  /** Single-key shortcuts. */
  shortcuts: flag,
  /** Percent of the normal size. */
  textSize: Type.Integer({ minimum: 90, maximum: 125 }),
  /** Times of day: the device's zone, or UTC. */
  clock: oneOf(['local', 'utc'] as const),
  /** Of messages to devices; pages follow the browser until their player chooses. */
  language: oneOf(['en', 'de'] as const),
};

export const Settings = object({ notices: object(each(() => NoticeSwitches)), ...tableFields });
export type Settings = Static<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  notices: NOTICE_DEFAULTS,
  calm: false,
  snow: true,
  colourHelp: false,
  shortcuts: true,
  textSize: 100,
  clock: 'local',
  language: 'en',
};

/** Any part of the settings; what is left out stays as it is. */
export const SettingsPatch = Type.Object(
  {
    notices: Type.Optional(
      Type.Object(
        each(() => Type.Optional(Type.Object(someWays, { additionalProperties: false }))),
        { additionalProperties: false },
      ),
    ),
    calm: Type.Optional(flag),
    snow: Type.Optional(flag),
    colourHelp: Type.Optional(flag),
    shortcuts: Type.Optional(flag),
    textSize: Type.Optional(tableFields.textSize),
    clock: Type.Optional(tableFields.clock),
    language: Type.Optional(tableFields.language),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type SettingsPatch = Static<typeof SettingsPatch>;

export const settingsRoutes = {
  'settings.get': route({
    method: 'GET',
    path: '/v1/me/settings',
    access: 'user',
    summary: 'Your settings; what you never changed has the default.',
    data: Settings,
  }),
  'settings.update': route({
    method: 'PATCH',
    path: '/v1/me/settings',
    access: 'user',
    summary: 'Change some of your settings; gives all of them.',
    body: SettingsPatch,
    data: Settings,
  }),
};
