// The sandbox's one clock: what it shows, and turning it so that deadlines and reminders can be seen.

import { h, field } from './dom.js';
import { icon } from './icons.js';
import { api } from './api.js';
import { longTime, forInput, fromInput, tomorrowAt } from './time.js';
import { t } from './words.js';

/** clockFace is the time at the top; pressing it opens the tools. */
export function clockFace(store, open) {
  const words = h('span', {});
  const face = h('button', { type: 'button', class: 'clock-face', 'data-testid': 'clock', onclick: open }, icon('clock'), words);
  const draw = () => {
    words.textContent = longTime(store.now());
    face.setAttribute('aria-label', `${t('clock')}: ${words.textContent}`);
  };
  store.on('state', draw);
  setInterval(draw, 5000);
  draw();
  return face;
}

/** clockTools are the buttons that turn it; `tell(promise)` shows failures. */
export function clockTools(store, tell) {
  const turn = (how) => tell(api.clock(how).then(() => store.refresh()));
  const to = (date) => turn({ now: date.toISOString() });
  const input = h('input', { type: 'datetime-local', 'data-testid': 'clock-input', value: forInput(store.now()) });
  const key = (label, press, test) => h('button', { type: 'button', class: 'button', 'data-testid': test, onclick: press }, label);
  const now = h('p', { class: 'clock-now' });
  const draw = () => {
    now.textContent = longTime(store.now());
    if (document.activeElement !== input) input.value = forInput(store.now());
  };
  store.on('state', draw);
  draw();
  return h('section', { class: 'tool' }, h('h3', {}, t('clock')), now,
    h('div', { class: 'keys' }, key(t('plus_hour'), () => turn({ advance: '1h' }), 'plus-hour'), key(t('plus_day'), () => turn({ advance: '24h' }), 'plus-day'),
      key(t('tomorrow_nine'), () => to(tomorrowAt(store.now(), 9)), 'tomorrow-nine')),
    h('form', { class: 'inline-form', onsubmit: (e) => { e.preventDefault(); if (input.value) to(fromInput(input.value)); } },
      field(t('set_clock'), input), h('button', { class: 'button' }, t('set'))));
}
