// What a message can carry besides words: pictures, voice, places, contacts, files, stickers.

import { h, s } from './dom.js';
import { icon } from './icons.js';
import { viewPhotos } from './dialog.js';
import { nearest } from './map.js';
import { t } from './words.js';

// How the pictures of an album share its rows.
const ROWS = {
  1: [1], 2: [2], 3: [1, 2], 4: [2, 2], 5: [2, 3], 6: [3, 3], 7: [2, 2, 3], 8: [2, 3, 3], 9: [3, 3, 3], 10: [2, 2, 3, 3],
};

/** photos renders the pictures of one message or of an album. */
export function photos(messages) {
  const all = messages.map((m) => m.photo);
  const shares = (ROWS[all.length] ?? all.map(() => 3)).flatMap((n) => Array(n).fill(n));
  return h('div', { class: all.length > 1 ? 'photos album' : 'photos' },
    ...messages.map((m, i) => photo(m, all, i, shares[i])));
}

function photo(message, all, index, share) {
  const { url, width, height } = message.photo;
  const image = h('img', { src: url, alt: t('photo_of', { n: index + 1, all: all.length }), loading: 'lazy', width: width || 640, height: height || 480 });
  return h('button', {
    type: 'button', class: `photo share-${share}`, 'data-photo-id': message.id, 'aria-label': t('enlarge', { n: index + 1, all: all.length }),
    onclick: () => viewPhotos(all, index),
  }, image);
}

export function voice(message) {
  const seconds = message.voice.duration ?? 0;
  return h('div', { class: 'voice' },
    h('audio', { controls: true, preload: 'none', src: message.voice.url, 'aria-label': t('voice_of', { n: seconds }) }));
}

export function file(message) {
  const { name, size, url } = message.document;
  return h('a', { class: 'file', href: url, download: name },
    h('span', { class: 'file-disc', 'aria-hidden': 'true' }, icon('file')),
    h('span', {}, h('span', { class: 'file-name' }, name), h('span', { class: 'file-note' }, bytes(size))));
}

function bytes(n) {
  if (!n) return t('file');
  if (n < 1024) return `${n} B`;
  return n < 1 << 20 ? `${Math.round(n / 1024)} KB` : `${(n / (1 << 20)).toFixed(1)} MB`;
}

export function contact(message) {
  const { first_name: name, phone_number: phone } = message.contact;
  return h('div', { class: 'file' },
    h('span', { class: 'file-disc', 'aria-hidden': 'true' }, icon('person')),
    h('span', {}, h('span', { class: 'file-name' }, name || t('contact')), h('span', { class: 'file-note' }, phone)));
}

export function sticker(message) {
  return h('div', { class: 'sticker', role: 'img', 'aria-label': t('sticker_of', { emoji: message.sticker.emoji }) }, message.sticker.emoji);
}

/** place draws streets that do not exist around the point: enough to see that it is a place, and no map server asked. */
export function place(message, places) {
  const { latitude, longitude } = message.location;
  const near = message.venue?.title || nearest(places, latitude, longitude);
  const words = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return h('figure', { class: 'place' }, streets(latitude, longitude),
    h('figcaption', {}, near && h('span', { class: 'place-name' }, near), h('span', { class: 'place-point' }, words)));
}

function streets(lat, lon) {
  const turn = (n) => Math.abs(Math.sin(lat * 91.7 * n + lon * 57.3)); // the same point always gives the same picture
  const y = 40 + turn(1) * 60;
  const x = 60 + turn(2) * 130;
  const slope = (turn(3) - 0.5) * 50;
  return s('svg', { class: 'streets', viewBox: '0 0 280 140', 'aria-hidden': 'true', preserveAspectRatio: 'xMidYMid slice' },
    s('rect', { class: 'ground', width: 280, height: 140 }),
    s('path', { class: 'park', d: `M${x + 30} ${y + 18}h70v46h-84z` }),
    s('path', { class: 'water', d: `M-5 ${130 - slope}C80 ${90 + slope} 180 ${150 - slope} 290 ${110 + slope}` }),
    s('path', { class: 'street', d: `M-5 ${y - slope}L285 ${y + slope}M${x} -5L${x - slope} 145M${x + 90} -5L${x + 70} 145M-5 ${y - 60}L285 ${y - 40}` }),
    s('path', { class: 'pin', d: 'M140 84c-11-13-18-21-18-31a18 18 0 0 1 36 0c0 10-7 18-18 31z' }),
    s('circle', { class: 'pin-eye', cx: 140, cy: 53, r: 7 }));
}
