'use strict';
// Dates that nobody passed in: the ways in which a formatter reads the clock.
exports.handler = async () => {
  const formatter = new Intl.DateTimeFormat('de-DE', { dateStyle: 'medium', timeStyle: 'long', timeZone: 'Europe/Berlin' });
  const later = new Date(Date.now() + 86_400_000);
  return {
    now: formatter.format(), parts: formatter.formatToParts().length, range: formatter.formatRange(new Date(), later), bound: [undefined].map(formatter.format),
    locale: [new Date().toLocaleDateString('fr-FR'), new Date().toLocaleTimeString('en-US'), new Date().toString(), new Date().toJSON()],
    relative: new Intl.RelativeTimeFormat('en').format(Math.round((later - Date.now()) / 3_600_000), 'hour'), zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    invalid: String(new Date(NaN)), sorted: ['ä', 'a', 'z'].sort(new Intl.Collator('de').compare), temporal: typeof globalThis.Temporal,
    called: [Date(), new Date(2024, 0, 31, 12).getTime(), Reflect.construct(Date, []).getTime() - Date.now(), Date.length, Date.name],
  };
};
