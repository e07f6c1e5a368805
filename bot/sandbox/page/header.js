// The top of a phone: who am I, which chat is open, its topics.

import { h } from './dom.js';
import { icon, avatar } from './icons.js';
import { openMenu } from './menu.js';
import { plural, t } from './words.js';

export class Header {
  constructor(store, pane) {
    this.store = store;
    this.pane = pane;
    this.person = this.picker('person-picker', 'who', () => this.people());
    this.chat = this.picker('chat-picker', 'where', () => this.chats());
    this.more = h('button', {
      type: 'button', class: 'round', 'aria-label': t('chat_menu'), 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'data-testid': 'chat-menu',
      onclick: (e) => pane.more(e.currentTarget),
    }, icon('more'));
    this.topics = h('div', { class: 'topics', role: 'group', 'aria-label': t('topics'), 'data-testid': 'topics', hidden: true });
    this.root = h('header', { class: 'pane-head' }, this.person, h('div', { class: 'chat-head' }, this.chat, this.more), this.topics);
  }

  picker(test, cls, items) {
    const open = (e) => openMenu(e.currentTarget, items(), t(test.replace('-', '_')));
    return h('button', { type: 'button', class: `pick ${cls}`, 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'data-testid': test, onclick: open });
  }

  people() {
    return this.store.state.people.map((p) => ({
      before: avatar(p.id, p.first_name), label: p.first_name, note: this.store.note(p), value: p.id,
      badge: this.store.unreadOf(p.id), current: p.id === this.pane.view.as, run: () => this.pane.become(p.id),
    }));
  }

  chats() {
    const { as, chat } = this.pane.view;
    return this.store.chatsOf(as).map((c) => ({
      before: avatar(c.id, this.store.title(c), c.type === 'private'), label: this.store.title(c), note: c.last || t('no_messages'), value: c.id,
      badge: this.store.unread(as, c), current: c.id === chat, run: () => this.pane.go({ as, chat: c.id }),
    }));
  }

  draw() {
    const { as, chat: id } = this.pane.view;
    const person = this.store.person(as) ?? { id: as, first_name: String(as) };
    const chat = this.store.chat(id) ?? this.pane.data.chat;
    this.drawPerson(person);
    this.drawChat(chat, id);
    this.drawTopics(chat);
  }

  drawPerson(person) {
    const note = this.store.note(person);
    this.drawOnce(this.person, `${person.id} ${person.first_name} ${note}`, () => [
      avatar(person.id, person.first_name),
      h('span', { class: 'who-words' }, h('span', { class: 'who-i' }, `${t('i_am')} `), h('b', {}, person.first_name), note && h('span', { class: 'who-note' }, ` · ${note}`)),
      icon('chevron'),
    ]);
  }

  drawChat(chat, id) {
    const title = this.store.title(chat) || String(id);
    const elsewhere = this.store.chatsOf(this.pane.view.as).filter((c) => c.id !== id).reduce((n, c) => n + this.store.unread(this.pane.view.as, c), 0);
    this.drawOnce(this.chat, `${id} ${title} ${elsewhere} ${chat?.members?.length}`, () => [
      avatar(id, title, chat?.type === 'private'),
      h('span', { class: 'chat-words' }, h('span', { class: 'chat-title', role: 'heading', 'aria-level': '2' }, title), h('span', { class: 'chat-note' }, subtitle(chat))),
      elsewhere > 0 && h('span', { class: 'badge', 'aria-label': t('unread_elsewhere', { n: elsewhere }) }, String(elsewhere)),
      icon('chevron'),
    ]);
  }

  drawTopics(chat) {
    const topics = chat?.is_forum ? chat.topics ?? [] : [];
    this.topics.hidden = topics.length === 0;
    const { topic } = this.pane.view;
    const all = [{ id: 0, name: t('all_topics') }, ...(topics.some((x) => x.id === 1) ? [] : [{ id: 1, name: t('general_topic') }]), ...topics];
    this.drawOnce(this.topics, JSON.stringify([all, topic]), () => all.map((x) => h('button', {
      type: 'button', class: 'topic', 'aria-pressed': String(x.id === topic), 'data-testid': 'topic', 'data-topic': x.id,
      onclick: () => this.pane.go({ ...this.pane.view, topic: x.id }),
    }, x.name)));
  }

  /** drawOnce draws only what changed, so that a focused button is not taken away. */
  drawOnce(node, signature, make) {
    if (node.dataset.drawn === signature) return;
    node.dataset.drawn = signature;
    node.replaceChildren(...make().filter(Boolean));
  }
}

function subtitle(chat) {
  if (!chat || chat.type === 'private') return t('bot');
  return plural('members', (chat.members ?? []).length);
}
