// Short notices over a chat. They wait long enough to be read and are spoken by screen readers.

import { h } from './dom.js';

const LEAST = 3500; // ms
const PER_LETTER = 55; // ms

export class Toasts {
  constructor() {
    this.root = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
  }

  show(text, bad = false) {
    const toast = h('div', { class: bad ? 'toast bad' : 'toast', 'data-testid': 'toast' }, text);
    this.root.append(toast);
    setTimeout(() => toast.remove(), Math.max(LEAST, text.length * PER_LETTER));
    while (this.root.children.length > 3) this.root.firstElementChild.remove();
  }
}
