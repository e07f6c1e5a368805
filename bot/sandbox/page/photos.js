// The window in which photos are looked at before they are sent: from files or drawn, one or an album.

import { h } from './dom.js';
import { icon } from './icons.js';
import { openDialog } from './dialog.js';
import { base64 } from './api.js';
import { samplePhoto } from './sample.js';
import { t } from './words.js';

const MOST = 10; // in one album
const SENDABLE = ['image/jpeg', 'image/png'];
const EDGE = 1600; // px: clients make photos smaller before they send them

/** choosePhotos lets a person collect photos and a caption: {photos, caption}, or null. `files` are there already. */
export function choosePhotos(files) {
  return new Promise((resolve) => {
    let answer = null;
    const tray = new Tray();
    const send = async () => {
      if (tray.files.length === 0) return false;
      answer = { photos: await Promise.all(tray.files.map(packed)), caption: tray.caption.value.trim() };
    };
    const dialog = openDialog({
      title: t('send_photos'), body: tray.root, name: 'photo-tray',
      buttons: [{ label: t('cancel') }, { label: t('send'), main: true, run: send }],
    });
    dialog.addEventListener('close', () => {
      tray.forget();
      resolve(answer);
    });
    tray.add(files);
    if (files.length === 0) tray.sample();
  });
}

class Tray {
  constructor() {
    this.files = [];
    this.urls = [];
    this.pick = h('input', { type: 'file', accept: 'image/*', multiple: true, hidden: true, 'data-testid': 'photo-files', onchange: () => this.picked() });
    this.grid = h('ul', { class: 'thumbs', 'aria-label': t('photos_chosen') });
    this.count = h('p', { class: 'hint', 'aria-live': 'polite' });
    this.caption = h('textarea', { rows: 2, 'aria-label': t('caption'), placeholder: t('caption'), 'data-testid': 'caption' });
    this.root = h('div', { class: 'tray' }, this.grid, this.count, h('div', { class: 'tray-more' }, this.pick,
      h('button', { type: 'button', class: 'button', onclick: () => this.pick.click() }, icon('plus'), t('add_files')),
      h('button', { type: 'button', class: 'button', onclick: () => this.sample(), 'data-testid': 'add-sample' }, icon('brush'), t('add_sample'))), this.caption);
  }

  picked() {
    this.add([...this.pick.files]);
    this.pick.value = '';
  }

  async sample() {
    this.add([await samplePhoto()]);
  }

  add(files) {
    this.files = [...this.files, ...files].slice(0, MOST);
    this.draw();
  }

  draw() {
    this.forget();
    this.urls = this.files.map((f) => URL.createObjectURL(f));
    this.grid.replaceChildren(...this.urls.map((url, i) => h('li', {},
      h('img', { src: url, alt: t('photo_of', { n: i + 1, all: this.files.length }) }),
      h('button', { type: 'button', class: 'round', 'aria-label': t('remove_photo', { n: i + 1 }), onclick: () => this.drop(i) }, icon('close')))));
    this.count.textContent = this.files.length >= MOST ? t('album_full', { n: MOST }) : t('photos_count', { n: this.files.length });
  }

  drop(i) {
    this.files = this.files.filter((_, j) => j !== i);
    this.draw();
  }

  forget() {
    this.urls.forEach((u) => URL.revokeObjectURL(u));
    this.urls = [];
  }
}

/** packed is a photo as it is sent; what the browser cannot draw goes as it is, and the sandbox may refuse it. */
async function packed(file) {
  return { name: file.name, data: await base64(await smaller(file).catch(() => file)) };
}

async function smaller(file) {
  const picture = await createImageBitmap(file);
  const k = Math.min(1, EDGE / Math.max(picture.width, picture.height));
  if (k === 1 && SENDABLE.includes(file.type)) return file;
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * k);
  canvas.height = Math.round(picture.height * k);
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('empty picture'))), 'image/jpeg', 0.87);
  });
}
