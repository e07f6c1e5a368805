// The list of messages: keeps what did not change, so that focus, sound and place stay; follows the newest
// message unless the person reads further up.

import { h } from './dom.js';
import { icon } from './icons.js';
import { bubble, serviceLine, daySeparator, date } from './message.js';
import { dayKey } from './time.js';
import { t } from './words.js';

const PAGE = 150; // messages drawn at first; a button gives earlier ones
const RUN = 600; // seconds within which messages of one sender stand together
const NEAR = 60; // px from the end that still count as "at the end"

export class MessageList {
  constructor(does) {
    this.does = does;
    this.parts = new Map(); // key -> {signature, node}
    this.items = h('div', { class: 'items', role: 'log', 'aria-live': 'polite', 'aria-label': t('messages'), 'data-testid': 'messages' });
    this.root = h('div', { class: 'scroller', tabindex: 0, 'aria-label': t('messages'), role: 'group', onscroll: () => this.scrolled() }, this.items);
    this.jump = h('button', { type: 'button', class: 'jump', hidden: true, 'data-testid': 'jump', onclick: () => this.toEnd() });
    this.stick = true;
    this.fresh = 0;
    this.last = 0;
    const sizes = new ResizeObserver(() => this.stick && this.toEnd());
    sizes.observe(this.root);
    sizes.observe(this.items);
  }

  /** reset forgets another chat's messages. */
  reset() {
    this.parts.clear();
    this.items.replaceChildren();
    this.items.setAttribute('aria-live', 'off'); // a whole chat is not news
    this.limit = PAGE;
    this.last = 0;
    this.fresh = 0;
    this.stick = true;
  }

  /** show draws the messages for `scene` = {as, group, places, now, empty}. */
  show(messages, scene) {
    this.given = [messages, scene];
    const news = messages.filter((m) => m.id > this.last);
    const mine = news.some((m) => m.from?.id === scene.as);
    const follow = this.stick || mine || this.last === 0;
    if (!follow) this.fresh += news.length;
    this.draw(layout(messages.slice(-this.limit), scene), messages.length > this.limit);
    if (messages.length === 0) this.items.append(scene.empty);
    this.last = messages.at(-1)?.id ?? 0;
    if (follow) this.toEnd();
    this.offer();
    requestAnimationFrame(() => this.items.setAttribute('aria-live', 'polite'));
  }

  draw(parts, more) {
    const nodes = parts.map((part) => this.part(part));
    if (more) nodes.unshift(h('button', { type: 'button', class: 'earlier', onclick: () => this.earlier() }, t('earlier')));
    const keep = new Set(nodes);
    const keys = new Set(parts.map((p) => p.key));
    for (const key of this.parts.keys()) if (!keys.has(key)) this.parts.delete(key);
    for (const node of [...this.items.children]) if (!keep.has(node)) node.remove();
    nodes.forEach((node, i) => {
      if (this.items.children[i] !== node) this.items.insertBefore(node, this.items.children[i] ?? null);
    });
    this.refocus?.();
  }

  /** part gives the node of a part, drawn again only if something about it changed. */
  part({ key, signature, make }) {
    const old = this.parts.get(key);
    if (old?.signature === signature) return old.node;
    const node = make(this.does);
    if (!old) node.classList.add('arrives');
    else if (old.node.contains(document.activeElement)) this.keepFocus(old.node, node);
    this.parts.set(key, { signature, node });
    return node;
  }

  /** keepFocus carries the focus over to the new drawing of a message: who pressed a button can press the next. */
  keepFocus(old, node) {
    const at = [...old.querySelectorAll('.key')].indexOf(document.activeElement);
    this.refocus = () => {
      const keys = [...node.querySelectorAll('.key')];
      (keys[Math.min(Math.max(at, 0), keys.length - 1)] ?? node).focus({ preventScroll: true });
      this.refocus = null;
    };
  }

  earlier() {
    const fromEnd = this.root.scrollHeight - this.root.scrollTop;
    this.limit += PAGE;
    this.stick = false;
    this.show(...this.given);
    this.root.scrollTop = this.root.scrollHeight - fromEnd;
  }

  scrolled() {
    const size = `${this.root.scrollHeight} ${this.root.clientHeight}`;
    const grew = size !== this.size; // a keyboard unfolded or a picture came: nobody scrolled
    this.size = size;
    if (grew && this.stick) return this.toEnd();
    this.stick = this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < NEAR;
    if (this.stick) this.fresh = 0;
    this.offer();
  }

  offer() {
    this.jump.hidden = this.stick;
    this.jump.replaceChildren(icon('down'), this.fresh > 0 ? t('new_messages', { n: this.fresh }) : '');
    this.jump.setAttribute('aria-label', t('to_newest'));
  }

  toEnd() {
    this.stick = true;
    this.fresh = 0;
    this.root.scrollTop = this.root.scrollHeight;
    this.offer();
  }

  /** reveal scrolls to a message and lets it glow. */
  reveal(id) {
    const node = this.items.querySelector(`[data-message-id="${id}"]`);
    if (!node) return;
    node.scrollIntoView({ block: 'center' });
    node.classList.remove('glow');
    requestAnimationFrame(() => node.classList.add('glow'));
    node.focus({ preventScroll: true });
  }
}

/** layout puts messages into days, albums and runs. */
function layout(messages, scene) {
  const parts = [];
  const byID = new Map(messages.map((m) => [m.id, m]));
  const groups = albums(messages);
  let day = '';
  groups.forEach((group, i) => {
    const m = group[0];
    const key = dayKey(date(m));
    if (key !== day) parts.push({ key: `day ${key}`, signature: '', make: () => daySeparator(date(m), scene.now) });
    day = key;
    const look = {
      mine: m.from?.id === scene.as, group: scene.group, places: scene.places, quoted: byID.get(m.reply_to),
      first: !sameRun(groups[i - 1]?.[0], m), last: !sameRun(m, groups[i + 1]?.[0]),
    };
    const make = m.service ? () => serviceLine(m) : (does) => bubble(group, look, does);
    parts.push({ key: `m ${m.id}`, signature: JSON.stringify([group, look.first, look.last, look.quoted?.text]), make });
  });
  return parts;
}

function albums(messages) {
  const groups = [];
  for (const m of messages) {
    const before = groups.at(-1);
    if (m.album && before?.[0].album === m.album) before.push(m);
    else groups.push([m]);
  }
  return groups;
}

function sameRun(a, b) {
  return Boolean(a && b) && !a.service && !b.service && a.from?.id === b.from?.id && b.date - a.date < RUN && dayKey(date(a)) === dayKey(date(b));
}
