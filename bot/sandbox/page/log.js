// The log of what the bot asked of the Bot API, newest first; what Telegram would refuse is red.

import { h, oneAtATime, field } from './dom.js';
import { api } from './api.js';
import { exactTime } from './time.js';
import { t } from './words.js';

const KEPT = 400; // rows on the page; the sandbox itself keeps more
const PAUSE = 300; // ms: the bot makes many calls in a row

export class Log {
  constructor(store) {
    this.store = store;
    this.calls = [];
    this.since = 0;
    this.problems = new Map(); // number of the call -> texts
    this.refresh = oneAtATime(() => this.load());
    this.filter = h('input', { type: 'search', placeholder: t('filter_hint'), 'data-testid': 'log-filter', oninput: () => this.draw() });
    this.only = h('input', { type: 'checkbox', 'data-testid': 'log-only-bad', onchange: () => this.draw() });
    this.polls = h('input', { type: 'checkbox', onchange: () => this.draw() });
    this.rows = h('ol', { class: 'calls', 'aria-label': t('calls'), 'data-testid': 'log' });
    this.count = h('p', { class: 'hint' });
    this.nodes = new Map();
    this.root = h('section', { class: 'log', 'aria-label': t('log') }, h('div', { class: 'log-tools' }, field(t('filter'), this.filter),
      h('div', { class: 'checks' }, check(t('only_bad'), this.only), check(t('show_polls'), this.polls)), this.count), this.rows);
    store.on('call', () => this.soon());
  }

  /** open is called when the log comes on the screen; hidden, it asks for nothing. */
  open(shown) {
    this.shown = shown;
    if (shown) this.refresh();
  }

  soon() {
    if (!this.shown || this.waiting) return;
    this.waiting = setTimeout(() => {
      this.waiting = null;
      this.refresh();
    }, PAUSE);
  }

  async load() {
    try {
      const [{ calls }, { problems }] = await Promise.all([api.calls(this.since), api.problems()]);
      this.take(calls ?? []);
      this.mark(problems ?? []);
      this.draw();
    } catch (error) {
      this.count.textContent = error.message;
    }
  }

  take(calls) {
    const fresh = calls.filter((c) => c.n > this.since);
    this.since = fresh.reduce((n, c) => Math.max(n, c.n), this.since);
    this.calls = [...this.calls, ...fresh].slice(-KEPT * 3);
  }

  mark(problems) {
    const before = this.problems;
    this.problems = new Map();
    for (const p of problems) this.problems.set(p.n, [...(this.problems.get(p.n) ?? []), p.text]);
    for (const n of this.problems.keys()) if (this.problems.get(n).length !== before.get(n)?.length) this.nodes.delete(n);
    this.total = problems.length;
  }

  draw() {
    const shown = this.calls.filter((c) => this.wanted(c)).slice(-KEPT).reverse();
    this.count.textContent = this.total ? t('log_problems', { n: this.total }) : t('log_clean');
    this.count.classList.toggle('bad', this.total > 0);
    const nodes = shown.map((c) => this.node(c));
    const keep = new Set(nodes);
    for (const old of [...this.rows.children]) if (!keep.has(old)) old.remove();
    nodes.forEach((node, i) => {
      if (this.rows.children[i] !== node) this.rows.insertBefore(node, this.rows.children[i] ?? null);
    });
    const live = new Set(this.calls.map((c) => c.n));
    for (const n of this.nodes.keys()) if (!live.has(n)) this.nodes.delete(n);
  }

  wanted(c) {
    if (this.only.checked && c.ok && !this.problems.has(c.n)) return false;
    if (!this.polls.checked && c.method.toLowerCase() === 'getupdates' && c.ok) return false;
    const asked = this.filter.value.trim().toLowerCase();
    return !asked || `${c.method} ${c.chat ?? ''} ${this.chatName(c)} ${JSON.stringify(c.params)}`.toLowerCase().includes(asked);
  }

  chatName(c) {
    const person = this.store.person(Number(c.chat));
    return person ? person.first_name : this.store.title(this.store.chat(Number(c.chat))) || (c.chat ? String(c.chat) : '');
  }

  node(c) {
    if (!this.nodes.has(c.n)) this.nodes.set(c.n, this.row(c));
    return this.nodes.get(c.n);
  }

  row(c) {
    const found = this.problems.get(c.n) ?? [];
    const state = found.length > 0 ? 'problem' : c.ok ? 'ok' : 'error';
    const more = h('div', { class: 'call-more' });
    const details = h('details', { ontoggle: () => more.childElementCount || more.append(...this.more(c)) },
      h('summary', {}, h('span', { class: 'call-mark' }, state === 'ok' ? 'ok' : String(c.code || t('problem'))),
        h('span', { class: 'call-method' }, c.method), h('span', { class: 'call-chat' }, this.chatName(c)), h('time', {}, exactTime(when(c.at)))),
      more);
    const why = [...found, c.ok ? '' : c.description].filter(Boolean).map((x) => h('p', { class: 'call-why' }, x));
    return h('li', { class: `call ${state}`, 'data-testid': 'call', 'data-method': c.method, 'data-state': state }, details, ...why);
  }

  more(c) {
    const part = (name, value) => (value === undefined || value === null ? [] : [h('h4', {}, name), h('pre', { tabindex: 0 }, JSON.stringify(value, opened, 2))]);
    return [...part(t('params'), c.params), ...part(t('result'), c.result)];
  }
}

/** opened shows JSON inside a parameter (a keyboard, an album) as what it is. */
function opened(_, value) {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function when(at) {
  return new Date(typeof at === 'number' ? at * 1000 : at);
}

function check(label, box) {
  return h('label', { class: 'check' }, box, label);
}
