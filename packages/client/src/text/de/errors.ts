import type { errorsText } from '../en/errors.ts';

export const errors: typeof errorsText = {
  codes: {
    INVALID_TOKEN: 'Deine Sitzung ist zu Ende. Melde dich neu an.',
    INSUFFICIENT_RESOURCES: 'Du hast nicht genug Gold.',
    UNIT_NOT_UNLOCKED: 'Diese Einheit braucht eine höhere Kasernenstufe.',
    ARMY_CAP_EXCEEDED: 'Das wären mehr Einheiten, als deine Kaserne erlaubt.',
    ALREADY_IN_TRIBE: 'Dieser Spieler ist schon in einem Stamm.',
    TRIBE_FULL: '12 von 12: In diesem Stamm ist kein Platz frei.',
    SEASON_NOT_ACTIVE: 'In der Saison geht das im Moment nicht.',
    PAYMENT_FAILED: 'Die Zahlung wurde nicht abgeschlossen. Es wurde nichts abgebucht.',
    CONCURRENT_MODIFICATION: 'Inzwischen hat sich etwas geändert. Schau noch einmal nach.',
    RATE_LIMIT_EXCEEDED: 'Zu viele Anfragen. Warte einen Moment.',
    NAME_TAKEN: 'Dieser Name ist vergeben oder einem vergebenen zu ähnlich.',
    INVALID_NAME: 'Dieser Name geht nicht.',
    TAG_TAKEN: 'Dieses Kürzel ist vergeben.',
    ALREADY_INVITED: 'Dieser Spieler hat schon eine offene Einladung von dir.',
    USER_NOT_FOUND: 'Diesen Spieler gibt es nicht.',
    INVITE_EXPIRED: 'Diese Einladung gilt nicht mehr.',
    INVITE_NOT_FOUND: 'Diese Einladung gilt nicht mehr.',
    REQUEST_NOT_FOUND: 'Diese Anfrage gilt nicht mehr.',
    JOINING_CLOSED: 'So kurz vor dem Ende nehmen Stämme niemanden mehr auf.',
    HAND_OVER_FIRST: 'Der Häuptling muss die Führung erst abgeben.',
    ENTRY_FEE_REQUIRED: 'Tritt zuerst der Saison bei.',
    ACCOUNT_BANNED:
      'Dieses Konto ist gesperrt. Auf der Seite /appeal kannst du darum bitten, dass das noch einmal geprüft wird.',
    FORBIDDEN: 'Das darfst du nicht.',
    NETWORK_ERROR: 'Der Server hat nicht geantwortet. Wir wissen noch nicht, ob es geklappt hat.',
  },
  unknown: 'Das hat nicht geklappt. Es wurde nichts geändert.',
};
