// A list to choose from that opens at a button: people, chats, what to attach, what to do with a message.

import { h } from './dom.js';
import { icon } from './icons.js';

let openOne = null;

/**
 * openMenu shows `items` = [{label, note, before, badge, current, danger, run}] beside the anchor. Arrow keys, Home,
 * End and first letters move, Escape and a click elsewhere close; the focus returns to the anchor.
 */
export function openMenu(anchor, items, label) {
  const again = openOne?.anchor === anchor;
  openOne?.close();
  if (again) return;
  const menu = h('div', { class: 'menu', role: 'menu', 'aria-label': label, 'data-testid': 'menu' });
  const close = (focus = true) => {
    if (openOne?.anchor === anchor) openOne = null;
    menu.remove();
    anchor.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside, true);
    if (focus) anchor.focus();
  };
  const outside = (e) => {
    if (!menu.contains(e.target) && !anchor.contains(e.target)) close(false);
  };
  menu.append(...items.map((item) => menuItem(item, close)));
  menu.addEventListener('keydown', (e) => steer(e, menu, close));
  document.addEventListener('pointerdown', outside, true);
  anchor.setAttribute('aria-expanded', 'true');
  openOne = { anchor, close: () => close(false) };
  document.body.append(menu);
  place(menu, anchor);
  (menu.querySelector('[aria-checked=true]') ?? menu.firstElementChild)?.focus();
}

function menuItem(item, close) {
  const choose = () => {
    close();
    item.run();
  };
  const radio = item.current !== undefined;
  return h('button', {
    type: 'button', role: radio ? 'menuitemradio' : 'menuitem', 'aria-checked': radio ? String(item.current) : null,
    class: item.danger ? 'menu-item danger' : 'menu-item', tabindex: -1, onclick: choose,
    'data-testid': 'menu-item', 'data-value': item.value ?? null,
  },
  item.before,
  h('span', { class: 'menu-words' }, h('span', { class: 'menu-label' }, item.label), item.note && h('span', { class: 'menu-note' }, item.note)),
  item.badge > 0 && h('span', { class: 'badge' }, String(item.badge)),
  item.current === true && icon('check'));
}

function steer(event, menu, close) {
  const all = [...menu.children];
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) all.at(to % all.length)?.focus();
  else if (/^[\p{L}\p{N}]$/u.test(event.key) && !event.ctrlKey && !event.metaKey) startingWith(event.key, all, at)?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') close();
  else return;
  if (event.key !== 'Tab') event.preventDefault();
  event.stopPropagation();
}

/** startingWith is the next item whose label begins with a letter. */
function startingWith(letter, all, at) {
  const label = (item) => item.querySelector('.menu-label').textContent.toLowerCase();
  return [...all.slice(at + 1), ...all.slice(0, at + 1)].find((item) => label(item).startsWith(letter.toLowerCase()));
}

/** place puts the menu below the anchor, or above it where there is more room, and inside the window. */
function place(menu, anchor) {
  const a = anchor.getBoundingClientRect();
  const below = window.innerHeight - a.bottom - 12;
  const above = a.top - 12;
  const room = Math.max(below, above);
  menu.style.maxHeight = `${Math.min(room, 460)}px`;
  menu.style.minWidth = `${Math.min(Math.max(a.width, 220), 340)}px`;
  const box = menu.getBoundingClientRect();
  const left = a.left + box.width > window.innerWidth - 8 ? a.right - box.width : a.left;
  menu.style.left = `${Math.max(8, Math.min(left, window.innerWidth - box.width - 8))}px`;
  menu.style.top = below >= Math.min(box.height, above) ? `${a.bottom + 4}px` : `${a.top - box.height - 4}px`;
}
