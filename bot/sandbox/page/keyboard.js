// The two keyboards a bot can give: buttons beneath a message, and a keyboard beneath the input.

import { h } from './dom.js';
import { icon } from './icons.js';
import { t } from './words.js';

const ANSWER_WAIT = 10000; // ms a pressed button shows that it waits for the bot

/** inlineKeyboard renders the buttons of a message; `does` = {press, link, copy}. */
export function inlineKeyboard(message, does) {
  return h('div', { class: 'inline-keyboard', role: 'group', 'aria-label': t('buttons') },
    ...message.inline.map((row) => h('div', { class: 'key-row' }, ...row.map((b) => inlineButton(b, message, does)))));
}

function inlineButton(button, message, does) {
  const props = { class: `key ${button.style ?? ''}`, 'data-testid': 'inline-button', 'data-label': button.text };
  const copy = button.copy_text?.text || (typeof button.copy_text === 'string' && button.copy_text);
  if (button.url) return urlButton(button, props, does);
  const press = copy ? () => does.copy(copy) : (e) => pressed(e.currentTarget, message, button, does);
  return h('button', { type: 'button', 'data-data': button.callback_data, ...props, onclick: press }, button.text, copy && icon('copy'));
}

function urlButton(button, props, does) {
  const follow = (event) => {
    if (does.link(button.url)) event.preventDefault();
  };
  return h('a', { href: button.url, target: '_blank', rel: 'noopener noreferrer', ...props, onclick: follow }, button.text, icon('link'));
}

function pressed(node, message, button, does) {
  node.classList.add('waiting');
  setTimeout(() => node.classList.remove('waiting'), ANSWER_WAIT);
  does.press(message.id, button.callback_data ?? '').catch(() => node.classList.remove('waiting'));
}

/** answered lets pressed buttons rest: the bot's answer has come. */
export function answered(root) {
  root.querySelectorAll('.key.waiting').forEach((k) => k.classList.remove('waiting'));
}

/** ReplyKeyboard is the keyboard beneath the input: it unfolds when the bot sends a new one. */
export class ReplyKeyboard {
  /** `press(button)` is called with what was pressed; `changed()` when it folds or unfolds. */
  constructor(press, changed) {
    this.press = press;
    this.changed = changed;
    this.root = h('div', { class: 'reply-keyboard', role: 'group', 'aria-label': t('reply_keyboard'), 'data-testid': 'reply-keyboard', hidden: true });
    this.toggle = h('button', { type: 'button', class: 'round', hidden: true, 'data-testid': 'keyboard-toggle', onclick: () => this.fold(!this.folded) }, icon('keyboard'));
    this.signature = '';
    this.folded = false;
    this.rows = [];
  }

  /** show takes the keyboard as the sandbox gives it, or null. */
  show(markup, chat) {
    const signature = `${chat} ${JSON.stringify(markup)}`;
    if (signature === this.signature) return;
    this.signature = signature;
    this.markup = markup ?? {};
    this.rows = this.markup.keyboard ?? [];
    this.root.replaceChildren(...this.rows.map((row) => h('div', { class: 'key-row' }, ...row.map((b) => this.button(b)))));
    this.fold(false);
  }

  button(given) {
    const button = typeof given === 'string' ? { text: given } : given;
    const special = (button.request_location && 'pin') || (button.request_contact && 'person');
    const press = () => {
      if (this.markup.one_time_keyboard) this.fold(true);
      this.press(button);
    };
    return h('button', { type: 'button', class: 'reply-key', 'data-testid': 'reply-button', 'data-label': button.text, onclick: press }, special && icon(special), button.text);
  }

  fold(folded) {
    const any = this.rows.length > 0;
    this.folded = folded;
    this.root.hidden = !any || folded;
    this.toggle.hidden = !any || (Boolean(this.markup.is_persistent) && !folded);
    this.toggle.setAttribute('aria-expanded', String(!folded));
    this.toggle.setAttribute('aria-label', t(folded ? 'show_keyboard' : 'hide_keyboard'));
    this.changed();
  }

  get placeholder() {
    return this.markup?.input_field_placeholder ?? '';
  }
}
