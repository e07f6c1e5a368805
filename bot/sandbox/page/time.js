// Times as the sandbox's region reads them: by the offset of its clock, not by the zone of the browser.

import { language } from './words.js';

const MINUTE = 60000;
let offset = null; // minutes east of UTC; null: the browser's own

/** setZone takes the offset of an RFC 3339 time. "Z" says nothing about a region. */
export function setZone(now) {
  const m = /([+-])(\d\d):(\d\d)$/.exec(now ?? '');
  offset = m ? (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3])) : null;
}

/** wall moves a moment so that its UTC fields read as local ones. */
function wall(date) {
  return new Date(date.getTime() + (offset ?? -date.getTimezoneOffset()) * MINUTE);
}

function format(date, options) {
  return new Intl.DateTimeFormat(language() === 'ru' ? 'ru-RU' : 'en-GB', { timeZone: 'UTC', ...options }).format(wall(date));
}

export function clockTime(date) {
  return format(date, { hour: '2-digit', minute: '2-digit' });
}

export function exactTime(date) {
  return format(date, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** longTime is the sandbox's time at the top: "Mon 23 Nov, 09:00". */
export function longTime(date) {
  return format(date, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}

/** dayKey tells days apart. */
export function dayKey(date) {
  return wall(date).toISOString().slice(0, 10);
}

/** dayName is the separator between days; the year only when it is another one. */
export function dayName(date, now) {
  const sameYear = dayKey(date).slice(0, 4) === dayKey(now).slice(0, 4);
  return format(date, { day: 'numeric', month: 'long', year: sameYear ? undefined : 'numeric' });
}

/** forInput and fromInput speak to <input type="datetime-local">. */
export function forInput(date) {
  return wall(date).toISOString().slice(0, 16);
}

export function fromInput(value) {
  const asUTC = new Date(`${value}:00Z`.replace(/(:\d\d:\d\d):00Z$/, '$1Z'));
  return new Date(asUTC.getTime() - (offset ?? -asUTC.getTimezoneOffset()) * MINUTE);
}

/** tomorrowAt is that hour of the next day. */
export function tomorrowAt(date, hour) {
  const w = wall(date);
  const next = new Date(Date.UTC(w.getUTCFullYear(), w.getUTCMonth(), w.getUTCDate() + 1, hour));
  return fromInput(next.toISOString().slice(0, 16));
}
