// One message as a bubble: who, what it replies to, what it carries, the words, when, the buttons beneath.

import { h, unseen } from './dom.js';
import { icon, avatar } from './icons.js';
import { richText } from './richtext.js';
import { inlineKeyboard } from './keyboard.js';
import { clockTime, dayName } from './time.js';
import * as media from './media.js';
import { language, t } from './words.js';

/**
 * bubble renders a message, or the messages of one album. `look` = {mine, group, first, last, quoted, places, now}: whose it
 * is, and whether it begins and ends a run of messages of one sender. `does` = what pressing things does (see pane.js).
 */
export function bubble(messages, look, does) {
  const m = messages[0];
  const words = messages.find((x) => x.text) ?? m;
  const bare = !words.text && Boolean(m.photo || m.sticker || m.location);
  const kind = [look.mine ? 'mine' : 'theirs', look.first && 'first', look.last && 'last', bare && 'bare', m.sticker && 'has-sticker', m.photo && 'has-photo'];
  const box = h('div', { class: 'bubble' }, ...head(m, look, does), ...carried(messages, look),
    words.text && richText(words, does), meta(words, look));
  const actions = h('button', {
    type: 'button', class: 'message-more', 'aria-label': t('message_actions'), 'aria-haspopup': 'menu', 'aria-expanded': 'false',
    'data-testid': 'message-actions', onclick: (e) => does.actions(e.currentTarget, words),
  }, icon('more'));
  const article = h('article', {
    class: `message ${kind.filter(Boolean).join(' ')}`, tabindex: -1, 'data-testid': 'message', 'data-message-id': m.id,
    'data-mine': String(look.mine), 'aria-label': `${m.from?.name ?? ''}, ${clockTime(date(m))}`,
  },
  look.group && !look.mine && h('div', { class: 'message-face' }, look.last && avatar(m.from.id, m.from.name, m.from.bot)),
  h('div', { class: 'message-column' }, h('div', { class: 'message-line' }, box, actions), keys(messages, does)));
  article.addEventListener('contextmenu', (e) => {
    if (e.target.closest('a, img, audio') || getSelection().toString()) return;
    e.preventDefault();
    does.actions(actions, words);
  });
  return article;
}

function keys(messages, does) {
  const withKeys = messages.find((m) => m.inline?.length);
  return withKeys && inlineKeyboard(withKeys, does);
}

function head(m, look, does) {
  const out = [];
  if (look.group && !look.mine && look.first) out.push(h('div', { class: `sender ink-${m.from.bot ? 'bot' : Math.abs(m.from.id) % 7}` }, m.from.name));
  else if (look.first) out.push(unseen(`${m.from?.name ?? ''}: `));
  if (m.forward) out.push(h('div', { class: 'forwarded' }, icon('forward'), t('forwarded')));
  if (m.reply_to) out.push(quote(look.quoted, m.reply_to, does));
  return out;
}

function quote(quoted, id, does) {
  return h('button', { type: 'button', class: 'quote', onclick: () => does.show(id) },
    unseen(`${t('in_reply_to')} `),
    h('span', { class: 'quote-name' }, quoted?.from?.name ?? t('message')),
    h('span', { class: 'quote-words' }, quoted ? excerpt(quoted) : t('deleted_message')));
}

function carried(messages, look) {
  const m = messages[0];
  return [
    m.photo && media.photos(messages.filter((x) => x.photo)),
    m.voice && media.voice(m),
    m.sticker && media.sticker(m),
    m.location && media.place(m, look.places),
    m.contact && media.contact(m),
    m.document && messages.filter((x) => x.document).map(media.file),
  ];
}

function meta(m) {
  return h('span', { class: 'meta' }, m.edited && h('span', { 'data-testid': 'edited' }, `${t('edited')} `), h('time', {}, clockTime(date(m))));
}

/** excerpt is a message in a few words: for quotes, bars and lists. */
export function excerpt(m) {
  if (m.text) return m.text.replace(/\s+/g, ' ').slice(0, 120);
  const kinds = { photo: 'photo', voice: 'voice', location: 'place', contact: 'contact', document: 'file' };
  const kind = Object.keys(kinds).find((k) => m[k]);
  if (m.sticker) return m.sticker.emoji;
  return kind ? t(kinds[kind]) : serviceWords(m) || t('message');
}

function serviceWords(m) {
  return (language() === 'en' && m.service_en) || m.service;
}

/** serviceLine is what happened in a chat: somebody joined, a group became a supergroup. */
export function serviceLine(m) {
  return h('div', { class: 'service', 'data-testid': 'service', 'data-message-id': m.id }, h('span', {}, serviceWords(m)));
}

export function daySeparator(day, now) {
  return h('div', { class: 'day', role: 'separator', 'aria-label': dayName(day, now) }, h('span', {}, dayName(day, now)));
}

export function date(m) {
  return new Date(m.date * 1000);
}
