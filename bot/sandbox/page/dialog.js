// Windows over the page. The browser's own <dialog> holds the focus, closes on Escape and gives the focus back.

import { h, newID } from './dom.js';
import { icon } from './icons.js';
import { t } from './words.js';

/** openDialog shows a titled window; `buttons` = [{label, main, run}] close it, unless run returns false. */
export function openDialog({ title, body, buttons = [], name = '' }) {
  const id = newID('dialog');
  const close = () => dialog.close();
  const dialog = h('dialog', { class: `dialog ${name}`, 'aria-labelledby': id, 'data-testid': 'dialog' },
    h('div', { class: 'dialog-head' }, h('h2', { id }, title),
      h('button', { type: 'button', class: 'round', 'aria-label': t('close'), onclick: close }, icon('close'))),
    h('div', { class: 'dialog-body' }, body),
    buttons.length > 0 && h('div', { class: 'dialog-buttons' }, ...buttons.map((b) => dialogButton(b, close))));
  show(dialog);
  return dialog;
}

function dialogButton({ label, main, run }, close) {
  const press = async () => {
    if (await run?.() !== false) close();
  };
  return h('button', { type: 'button', class: main ? 'button main' : 'button', onclick: press, 'data-testid': main ? 'dialog-main' : null }, label);
}

function show(dialog) {
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (e) => {
    if (e.target === dialog) dialog.close(); // the backdrop
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** say shows a message that waits to be read, as a bot's alert does. */
export function say(title, text) {
  const dialog = openDialog({ title, body: h('p', { class: 'alert-text' }, text), buttons: [{ label: t('ok'), main: true }], name: 'alert' });
  dialog.setAttribute('role', 'alertdialog');
  dialog.querySelector('[data-testid=dialog-main]').focus();
}

/** confirm asks yes or no. */
export function confirm(title, text, yes) {
  return new Promise((resolve) => {
    let answer = false;
    const dialog = openDialog({
      title,
      body: h('p', {}, text),
      buttons: [{ label: t('cancel') }, { label: yes, main: true, run: () => { answer = true; } }],
    });
    dialog.addEventListener('close', () => resolve(answer));
  });
}

/** viewPhotos shows one of several pictures large; arrow keys and buttons go through them. */
export function viewPhotos(photos, index) {
  const image = h('img', { alt: '' });
  const step = (by) => {
    index = (index + by + photos.length) % photos.length;
    image.src = photos[index].url;
    image.alt = t('photo_of', { n: index + 1, all: photos.length });
  };
  const nav = photos.length > 1 && h('div', { class: 'viewer-nav' },
    h('button', { type: 'button', class: 'button', onclick: () => step(-1) }, t('previous')),
    h('button', { type: 'button', class: 'button', onclick: () => step(1) }, t('next')));
  const dialog = openDialog({ title: t('photo'), body: h('figure', {}, image, nav), name: 'viewer' });
  dialog.addEventListener('keydown', (e) => {
    if (e.key === 'ArrowLeft') step(-1);
    if (e.key === 'ArrowRight') step(1);
  });
  step(0);
}
