// The chat page of the sandbox: two phones side by side, and a panel with the log of calls and the clock.
//
// Tests hold on to data-testid: pane-left, pane-right, tools; in a pane person-picker, chat-picker, topics, messages
// (message with data-message-id), inline-button, reply-keyboard, reply-button, input, send, attach, commands, start, toast;
// anywhere menu, menu-item, dialog, dialog-main, clock.

import { h } from './dom.js';
import { icon } from './icons.js';
import { Store } from './store.js';
import { Pane } from './pane.js';
import { Tools } from './tools.js';
import { clockFace } from './clock.js';
import { readView, writeView } from './view.js';
import { chooseLanguage, language, otherLanguage, t } from './words.js';

const SIDES = ['left', 'right'];
const SWIPE = 70; // px
const ROOM_FOR_TOOLS = 1240; // px of window at which the panel is open at first

class Page {
  constructor(store) {
    const view = readView(store);
    this.store = store;
    this.tab = view.tab; // on a phone: which of left, right, tools is on the screen
    this.log = view.log === null ? window.innerWidth >= ROOM_FOR_TOOLS : view.log === '1';
    this.panes = SIDES.map((side) => new Pane(store, side, view[side], () => this.moved()));
    this.tools = new Tools(store, [clockFace(store, () => this.tools.pick('handles')), this.languageButton()]);
    this.toggle = h('button', { type: 'button', class: 'top-button', 'aria-controls': 'tools', 'data-testid': 'tools-toggle', onclick: () => this.showLog(!this.log) }, icon('panel'), t('tools'));
    this.line = h('p', { class: 'line', role: 'status', hidden: true }, t('line_broken'));
    this.main = h('main', { class: 'phones' }, ...this.panes.map((p) => p.root), this.tools.root);
    this.nav = h('nav', { class: 'bottom', 'aria-label': t('screens') }, ...this.bottom());
    document.body.append(this.top(), this.line, this.main, this.nav);
    this.listen();
    this.moved();
  }

  top() {
    return h('header', { class: 'top' }, h('div', { class: 'brand' }, icon('bell'), h('h1', {}, 'veche'), h('span', {}, t('sandbox'))),
      h('p', { class: 'invented' }, t('all_invented')),
      clockFace(this.store, () => { this.showLog(true); this.tools.pick('handles'); }), this.languageButton(), this.toggle);
  }

  languageButton() {
    const { code, name } = otherLanguage();
    const change = () => {
      writeView({ ...this.shown(), lang: code });
      location.reload(); // every word on the page changes; drafts are kept
    };
    return h('button', { type: 'button', class: 'top-button', lang: code, 'data-testid': 'language', onclick: change }, name);
  }

  bottom() {
    this.tabs = ['left', 'right', 'tools'].map((name) => h('button', {
      type: 'button', class: 'bottom-tab', 'data-testid': `tab-${name}`, onclick: () => this.showTab(name),
    }));
    return this.tabs;
  }

  listen() {
    this.store.on('notice', (n) => this.notice(n));
    this.store.on('state', () => this.drawTabs());
    this.store.on('line', (up) => { this.line.hidden = up; });
    window.addEventListener('resize', () => this.resized());
    document.addEventListener('visibilitychange', () => this.panes.forEach((p) => p.visible() && p.refresh()));
    this.swipe();
  }

  /** swipe goes from one screen to the next on a phone. */
  swipe() {
    let from = null;
    this.main.addEventListener('touchstart', (e) => { from = e.touches.length === 1 ? e.touches[0] : null; }, { passive: true });
    this.main.addEventListener('touchend', (e) => {
      const to = e.changedTouches[0];
      if (!from || e.target.closest('.topics, pre, input, audio')) return;
      const dx = to.clientX - from.clientX;
      if (Math.abs(dx) < SWIPE || Math.abs(dx) < 2 * Math.abs(to.clientY - from.clientY)) return;
      const names = [...SIDES, 'tools'];
      const next = names[names.indexOf(this.tab) + (dx < 0 ? 1 : -1)];
      if (next) this.showTab(next);
    });
  }

  notice(n) {
    const theirs = this.panes.filter((p) => p.view.as === n.as);
    (theirs.find((p) => p.view.chat === n.chat) ?? theirs[0])?.notice(n);
  }

  shown() {
    const [left, right] = this.panes.map((p) => p.view);
    return { left, right, log: this.log, tab: this.tab, lang: language() };
  }

  moved() {
    if (!this.tools) return; // the first pane reports before the page stands
    writeView(this.shown());
    this.drawTabs();
    this.fit();
  }

  showTab(name) {
    this.tab = name;
    this.moved();
    this.panes.find((p) => p.side === name)?.refresh();
  }

  showLog(open) {
    this.log = open;
    this.moved();
  }

  fit() {
    document.body.dataset.tab = this.tab;
    document.body.dataset.log = this.log ? 'open' : 'shut';
    this.toggle.setAttribute('aria-expanded', String(this.log));
    this.tools.open(this.tools.root.getClientRects().length > 0);
  }

  /** resized catches up when the window grew and shows a phone that was hidden. */
  resized() {
    this.fit();
    this.panes.forEach((p) => p.visible() && p.data.messages.length === 0 && p.refresh());
  }

  drawTabs() {
    const names = [...this.panes.map((p) => this.store.person(p.view.as)?.first_name ?? t(p.side)), t('tools')];
    this.tabs.forEach((tab, i) => {
      const pane = this.panes[i];
      const on = tab.dataset.testid === `tab-${this.tab}`;
      const n = pane && !on ? this.store.unreadOf(pane.view.as) : 0;
      tab.setAttribute('aria-pressed', String(on));
      tab.replaceChildren(icon(pane ? 'person' : 'list'), h('span', { class: 'bottom-name' }, names[i]), n > 0 ? h('span', { class: 'badge' }, String(n)) : '');
    });
  }
}

async function begin() {
  chooseLanguage(new URLSearchParams(location.search).get('lang'));
  document.documentElement.lang = language();
  document.title = `veche · ${t('sandbox')}`;
  const store = new Store();
  try {
    await store.refresh();
  } catch (error) {
    document.body.append(h('main', { class: 'failed' }, h('h1', {}, t('no_sandbox')), h('p', {}, error.message),
      h('button', { type: 'button', class: 'button main', onclick: () => location.reload() }, t('try_again'))));
    return;
  }
  const page = new Page(store);
  store.live();
  page.panes.forEach((p) => p.visible() && p.refresh());
}

begin();
