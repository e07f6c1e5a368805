// One of the two phones: who holds it, which chat is open, its messages and what that person can do there.

import { h, oneAtATime } from './dom.js';
import { api } from './api.js';
import { openMenu } from './menu.js';
import { confirm, say } from './dialog.js';
import { MessageList } from './list.js';
import { Composer } from './composer.js';
import { Attach } from './attach.js';
import { Header } from './header.js';
import { messageMenu, pasteLink } from './actions.js';
import { answered } from './keyboard.js';
import { startLink } from './richtext.js';
import { Toasts } from './toast.js';
import { t } from './words.js';

export class Pane {
  /** `side` is "left" or "right"; `moved()` is called when the pane shows somebody or something else. */
  constructor(store, side, view, moved) {
    this.store = store;
    this.side = side;
    this.view = view; // {as, chat, topic}: topic 0 shows all
    this.moved = moved;
    this.data = { messages: [] };
    this.refresh = oneAtATime(() => this.load());
    this.does = this.deeds();
    this.list = new MessageList(this.does);
    this.list.reset();
    this.composer = new Composer(this.does);
    this.attach = new Attach({ send: (m) => this.send(m), person: () => this.store.person(this.view.as), places: () => this.store.state.places, toast: (x) => this.toasts.show(x) });
    this.header = new Header(store, this);
    this.toasts = new Toasts();
    this.root = h('section', { class: 'pane', id: `pane-${side}`, 'aria-label': t(side), 'data-testid': `pane-${side}` },
      this.header.root, h('div', { class: 'chat' }, this.list.root, this.toasts.root, this.list.jump), this.composer.root, this.attach.root);
    store.on('state', () => this.header.draw());
    // A phone that nobody sees must not read: to ask for a chat is to have read it.
    store.on('chat', (id) => (id === 0 || id === this.view.chat) && this.visible() && this.refresh());
  }

  /** deeds is what pressing things in a message or the composer does here. */
  deeds() {
    return {
      text: (text, reply) => this.send({ text, reply_to: reply }),
      edit: (id, text) => this.tried(api.edit(this.view.as, this.view.chat, id, text)),
      command: (text) => this.send({ text }).catch(() => {}),
      link: (url) => this.follow(url),
      press: (id, data) => this.tried(api.press(this.view.as, this.view.chat, id, data)),
      copy: (text) => this.copy(text),
      key: (button) => this.key(button),
      attach: (anchor) => this.attach.menu(anchor),
      voice: () => this.attach.voice(),
      actions: (anchor, message) => messageMenu(this, anchor, message),
      show: (id) => this.list.reveal(id),
      lastMine: () => this.data.messages.findLast((m) => m.from?.id === this.view.as && m.text && !m.photo),
    };
  }

  /** go shows another person, chat or topic. */
  go(view) {
    this.view = { topic: 0, ...view };
    this.list.reset();
    this.data = { messages: [] };
    this.moved();
    this.header.draw();
    return this.visible() ? this.refresh() : undefined;
  }

  /** become shows another person: the same chat if they are in it, else their chat with the bot. */
  become(as) {
    const theirs = this.store.chatsOf(as);
    const chat = theirs.find((c) => c.id === this.view.chat && c.type !== 'private') ?? theirs.find((c) => c.type === 'private');
    return this.go({ as, chat: chat?.id ?? as, topic: chat?.id === this.view.chat ? this.view.topic : 0 });
  }

  async load() {
    const asked = this.view;
    try {
      const data = await api.chat(asked.chat, asked.as);
      if (asked !== this.view) return this.refresh();
      this.data = { ...data, messages: data.messages ?? [] };
    } catch (error) {
      this.toasts.show(error.message, true);
    }
    this.draw();
  }

  draw() {
    const { as, chat: id, topic } = this.view;
    const chat = this.store.chat(id) ?? this.data.chat ?? { id, type: 'private' };
    const inTopic = (m) => !topic || (m.thread || 1) === topic;
    const messages = this.data.messages.filter(inTopic);
    this.list.show(messages, {
      as, group: chat.type !== 'private', places: this.store.state.places, now: this.store.now(), empty: emptyChat(chat),
    });
    const suffix = chat.type === 'private' ? '' : `@${this.store.state.bot.username}`;
    this.composer.show({ key: `${as}:${id}:${topic}`, chat, data: { ...this.data, messages }, instead: this.instead(chat), suffix });
    if (this.visible()) this.store.markSeen(as, id);
    this.header.draw();
  }

  visible() {
    return this.root.getClientRects().length > 0 && !document.hidden;
  }

  /** instead is what stands in the composer's place: START in an empty chat, a way back after blocking. */
  instead(chat) {
    const { as } = this.view;
    if (chat.type === 'channel') return { words: t('channel_read_only') };
    if (chat.type !== 'private') return null;
    if (this.store.isBlocked(as)) return { label: t('unblock'), test: 'unblock', run: () => this.block(false) };
    if (this.data.messages.length === 0) return { label: t('start'), test: 'start', run: () => this.start('') };
    return null;
  }

  /** send sends as this person into this chat and topic; failures are shown here and thrown on. */
  send(message) {
    const { as, chat, topic } = this.view;
    return this.tried(api.send({ as, chat, thread: topic > 1 ? topic : undefined, ...message }));
  }

  async tried(promise) {
    try {
      return await promise;
    } catch (error) {
      this.toasts.show(error.message, true);
      throw error;
    }
  }

  async key(button) {
    if (button.request_location) return this.attach.place().catch(() => {});
    if (button.request_contact) return this.attach.contact().catch(() => {});
    return this.send({ text: button.text }).catch(() => {});
  }

  /** follow opens links to the bot as this person; true when it did. */
  follow(url) {
    const payload = startLink(url, this.store.state.bot.username);
    if (payload === null) return false;
    if (payload) this.start(payload);
    else this.go({ as: this.view.as, chat: this.view.as });
    return true;
  }

  async start(payload) {
    const { as } = this.view;
    if (this.view.chat !== as) this.go({ as, chat: as });
    await this.tried(api.start(as, payload)).catch(() => {});
    this.composer.input.focus();
  }

  async block(blocked) {
    if (blocked && !await confirm(t('block_bot'), t('block_text'), t('block'))) return;
    await this.tried(this.store.block(this.view.as, blocked)).catch(() => {});
    this.refresh();
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.toasts.show(t('copied'));
    } catch {
      say(t('copy_by_hand'), text);
    }
  }

  /** notice shows the bot's answer to a press. */
  notice({ text, alert, url }) {
    answered(this.list.root);
    if (url) this.follow(url);
    if (text && alert) say(this.store.state.bot.first_name, text);
    else if (text) this.toasts.show(text);
  }

  /** more is the menu at the top right of the chat. */
  more(anchor) {
    const blocked = this.store.isBlocked(this.view.as);
    openMenu(anchor, [
      { label: t('open_link'), value: 'link', run: () => pasteLink(this) },
      { label: t(blocked ? 'unblock' : 'block_bot'), value: 'block', danger: !blocked, run: () => this.block(!blocked) },
    ], t('chat_menu'));
  }
}

function emptyChat(chat) {
  return h('div', { class: 'empty' }, h('p', {}, t(chat.type === 'private' ? 'empty_private' : 'empty_group')));
}
