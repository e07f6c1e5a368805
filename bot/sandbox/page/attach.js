// Everything but words that a person can send: photos, a place, voice, a contact, a file, a sticker.

import { h } from './dom.js';
import { icon } from './icons.js';
import { base64 } from './api.js';
import { openMenu } from './menu.js';
import { openDialog, confirm } from './dialog.js';
import { choosePhotos } from './photos.js';
import { pickPlace } from './place.js';
import { Recorder, beep } from './voice.js';
import { t } from './words.js';

const STICKERS = ['🙂', '👍', '❤️', '😂', '😢', '😡', '🎉', '🙏', '🤔', '🐻', '🌲', '🚧'];

export class Attach {
  /** `pane` = {send(message), person(), places(), toast(text)}. */
  constructor(pane) {
    this.pane = pane;
    this.photoInput = this.fileInput('image/*', true, 'photo-input', (files) => this.photos(files));
    this.anyInput = this.fileInput('', false, 'file-input', (files) => this.document(files[0]));
    this.root = h('div', { hidden: true }, this.photoInput, this.anyInput);
  }

  fileInput(accept, multiple, test, chosen) {
    const input = h('input', { type: 'file', accept: accept || null, multiple, 'data-testid': test, 'aria-label': t('file') });
    input.addEventListener('change', () => {
      const files = [...input.files];
      input.value = '';
      if (files.length > 0) chosen(files);
    });
    return input;
  }

  menu(anchor) {
    const item = (shape, key, run) => ({ before: icon(shape), label: t(key), value: key, run });
    openMenu(anchor, [
      item('photo', 'photos', () => this.photoInput.click()),
      item('brush', 'sample_photo', () => this.photos([])),
      item('pin', 'place', () => this.place()),
      item('file', 'file', () => this.anyInput.click()),
      item('person', 'my_contact', () => this.contact()),
      item('smile', 'sticker', () => this.sticker()),
    ], t('attach'));
  }

  async photos(files) {
    const chosen = await choosePhotos(files);
    if (chosen) await this.pane.send({ photos: chosen.photos, caption: chosen.caption || undefined });
  }

  async document(file) {
    await this.pane.send({ document: { name: file.name, mime: file.type || 'application/octet-stream', data: await base64(file) } });
  }

  async place() {
    const location = await pickPlace(this.pane.places());
    if (location) await this.pane.send({ location });
  }

  async contact() {
    const phone = inventedPhone(this.pane.person().id);
    if (await confirm(t('share_contact'), t('share_contact_text', { phone }), t('share'))) {
      await this.pane.send({ contact: { phone_number: phone } });
    }
  }

  sticker() {
    const grid = h('div', { class: 'stickers' });
    const dialog = openDialog({ title: t('sticker'), body: grid });
    const choose = (emoji) => {
      dialog.close();
      this.pane.send({ sticker: emoji });
    };
    grid.append(...STICKERS.map((e) => h('button', { type: 'button', class: 'sticker-key', 'data-testid': 'sticker-key', onclick: () => choose(e) }, e)));
    grid.firstElementChild.focus();
  }

  /** voice records until the person sends or drops it; without a microphone a beep goes. */
  async voice() {
    const recorder = await Recorder.start();
    if (!recorder) {
      this.pane.toast(t('no_microphone'));
      await this.pane.send({ voice: await beep() });
      return;
    }
    const time = h('p', { class: 'recording', role: 'timer' }, '0:01');
    const tick = setInterval(() => { time.textContent = `${Math.floor(recorder.seconds / 60)}:${String(recorder.seconds % 60).padStart(2, '0')}`; }, 500);
    let sent = false;
    const send = async () => {
      sent = true;
      await this.pane.send({ voice: await recorder.stop() });
    };
    const dialog = openDialog({ title: t('recording'), body: time, buttons: [{ label: t('cancel') }, { label: t('send'), main: true, run: send }] });
    dialog.addEventListener('close', () => {
      clearInterval(tick);
      if (!sent) recorder.end();
    });
  }
}

/** inventedPhone is a number that belongs to nobody: Russian numbers do not begin with +7 000. */
function inventedPhone(id) {
  return `+7000${String(Math.abs(id) % 1e7).padStart(7, '0')}`;
}
