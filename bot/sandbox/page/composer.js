// What a person writes with: the input with replies, edits and drafts, or the one button that stands in its place.

import { h } from './dom.js';
import { icon } from './icons.js';
import { ReplyKeyboard } from './keyboard.js';
import { Commands } from './commands.js';
import { excerpt } from './message.js';
import { drafts } from './drafts.js';
import { t } from './words.js';

const LONGEST = 4096; // a client cuts longer texts into several messages

export class Composer {
  /** `does` = {text(text, reply), edit(id, text), key(button), attach(anchor), voice(), start(), unblock(), lastMine()}. */
  constructor(does) {
    this.does = does;
    this.key = '';
    this.reply = null; // the message that is answered
    this.editing = null; // the message that is rewritten
    this.forced = new Set(); // force_reply messages that were followed once
    this.keyboard = new ReplyKeyboard((b) => does.key(b), () => this.placeholder());
    this.input = h('textarea', {
      rows: 1, class: 'input', dir: 'auto', 'data-testid': 'input', 'aria-label': t('message'), autocomplete: 'off', enterkeyhint: 'send',
      oninput: () => this.typed(), onkeydown: (e) => this.pressed(e),
    });
    this.commands = new Commands(this.input, (text) => this.submit(text));
    this.bar = h('div', { class: 'bar', hidden: true, 'data-testid': 'reply-bar' });
    this.build();
  }

  build() {
    const round = (name, label, press, test, cls = 'round') => h('button', { type: 'button', class: cls, 'aria-label': t(label), title: t(label), 'data-testid': test, onclick: press }, icon(name));
    this.attach = round('attach', 'attach', (e) => this.does.attach(e.currentTarget), 'attach');
    this.attach.setAttribute('aria-haspopup', 'menu');
    this.mic = round('mic', 'record_voice', () => this.does.voice(), 'voice', 'round send');
    this.sendButton = round('send', 'send', () => this.submit(), 'send', 'round send');
    this.row = h('div', { class: 'row' }, this.attach,
      h('div', { class: 'input-box' }, this.input, this.commands.button, this.keyboard.toggle), this.mic, this.sendButton);
    this.instead = h('div', { class: 'instead', hidden: true });
    this.root = h('div', { class: 'composer', role: 'group', 'aria-label': t('write'), 'data-testid': 'composer' },
      this.commands.root, this.bar, this.row, this.instead, this.keyboard.root);
  }

  /** show fits the composer to a chat: `scene` = {key, chat, data, instead, group}. */
  show({ key, chat, data, instead, suffix }) {
    if (key !== this.key) this.turn(key);
    this.keyboard.show(data.keyboard, key);
    this.commands.show(data.menu ?? [], suffix);
    this.follow(data.messages ?? [], data.keyboard, chat);
    this.stand(instead);
    if (this.editing && !data.messages.some((m) => m.id === this.editing.id)) this.plain();
    this.resize();
  }

  /** turn goes to another chat: its draft comes back. */
  turn(key) {
    this.key = key;
    this.plain();
    this.input.value = drafts.get(key);
    this.commands.close();
  }

  /** follow answers a forced reply without being asked, once for each. */
  follow(messages, keyboard, chat) {
    const last = messages.findLast((m) => m.from?.bot);
    const asks = last?.force_reply && (chat.type === 'private' || keyboard?.force_reply || !keyboard?.selective);
    if (!asks || this.forced.has(`${this.key} ${last.id}`) || messages.some((m) => m.id > last.id && !m.from?.bot)) return;
    this.forced.add(`${this.key} ${last.id}`);
    this.replyTo(last, false);
  }

  /** stand shows one button or a sentence instead of the input: {label, run} or {words}. */
  stand(instead) {
    const had = this.instead.contains(document.activeElement);
    this.instead.replaceChildren(instead?.run
      ? h('button', { type: 'button', class: 'button main wide', 'data-testid': instead.test, onclick: instead.run }, instead.label)
      : h('p', {}, instead?.words ?? ''));
    this.instead.hidden = !instead;
    this.row.hidden = Boolean(instead);
    if (had && !instead) this.input.focus();
    else if (had) this.instead.querySelector('button')?.focus();
  }

  replyTo(message, focus = true) {
    this.editing = null;
    this.reply = message;
    this.showBar('reply', `${t('reply_to')} ${message.from?.name ?? ''}`, message);
    if (focus) this.input.focus();
  }

  edit(message) {
    this.reply = null;
    this.editing = message;
    this.input.value = message.text;
    this.showBar('edit', t('editing'), message);
    this.resize();
    this.input.focus();
  }

  showBar(shape, title, message) {
    const cancel = () => {
      if (this.editing) this.input.value = '';
      this.plain();
      this.typed();
      this.input.focus();
    };
    this.bar.replaceChildren(icon(shape), h('div', { class: 'bar-words' }, h('b', {}, title), h('span', {}, excerpt(message))),
      h('button', { type: 'button', class: 'round', 'aria-label': t('cancel'), onclick: cancel }, icon('close')));
    this.bar.hidden = false;
    this.placeholder();
  }

  plain() {
    this.reply = null;
    this.editing = null;
    this.bar.hidden = true;
  }

  placeholder() {
    this.input.placeholder = this.keyboard.placeholder || t(this.reply ? 'your_reply' : 'message');
  }

  typed() {
    if (!this.editing) drafts.set(this.key, this.input.value);
    this.commands.typed();
    this.resize();
  }

  resize() {
    const some = this.input.value.trim() !== '';
    this.sendButton.hidden = !some;
    this.mic.hidden = some;
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight, 160)}px`;
  }

  pressed(event) {
    if (this.commands.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === 'Escape' && !this.bar.hidden) {
      this.bar.querySelector('button').click();
    } else if (event.key === 'ArrowUp' && this.input.value === '') {
      const last = this.does.lastMine();
      if (last) this.edit(last);
    }
  }

  /** submit sends what is written, or the given words; they come back if that fails. */
  async submit(given) {
    const text = (given ?? this.input.value).trim();
    if (!text) return;
    const { reply, editing } = this;
    this.input.value = '';
    this.plain();
    if (document.activeElement === this.sendButton) this.input.focus(); // the button is about to go
    this.typed();
    try {
      if (editing) await this.does.edit(editing.id, text);
      else for (const part of cut(text)) await this.does.text(part, reply?.id);
    } catch {
      if (!this.input.value) this.input.value = text;
      this.typed();
    }
  }
}

/** cut splits what is too long for one message, never inside a character. */
function cut(text) {
  const parts = [];
  let rest = text;
  while (rest.length > LONGEST) {
    const end = /[\uD800-\uDBFF]/.test(rest[LONGEST - 1]) ? LONGEST - 1 : LONGEST;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...parts, rest];
}
