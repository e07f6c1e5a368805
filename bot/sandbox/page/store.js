// What the page knows of the sandbox: people, chats, the clock; and who wants to hear of changes.

import { api, listen } from './api.js';
import { oneAtATime } from './dom.js';
import { language } from './words.js';
import { setZone } from './time.js';

const STATE_PAUSE = 120; // ms: a burst of messages asks for the state once
const CLOCK_EVERY = 20000; // ms

export class Store {
  constructor() {
    this.state = { bot: {}, people: [], chats: [], places: [] };
    this.listeners = new Map();
    this.seen = new Map(); // "person:chat" -> what was unread when it was last on the screen
    this.clockRead = 0; // when the state, and the clock in it, was read
    this.refresh = oneAtATime(() => this.load());
  }

  on(name, fn) {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), fn]);
  }

  emit(name, detail) {
    for (const fn of this.listeners.get(name) ?? []) fn(detail);
  }

  async load() {
    const state = await api.state();
    this.state = { places: [], ...state, people: state.people ?? [], chats: state.chats ?? [] };
    this.clockRead = Date.now();
    setZone(state.now);
    this.emit('state');
  }

  /** live keeps everything up to date from now on. */
  live() {
    listen({
      change: (c) => this.changed(c),
      notice: (n) => this.emit('notice', n),
      line: (up, missed) => {
        this.emit('line', up);
        if (up && missed) this.everything();
      },
    });
    setInterval(() => document.hidden || this.refresh().catch(() => {}), CLOCK_EVERY);
  }

  changed({ seq, chat, what }) {
    const missed = this.seq && seq > this.seq + 1; // a slow page is left out of some events
    this.seq = seq;
    if (missed) this.everything();
    if (what === 'call') return this.emit('call');
    if (chat) this.emit('chat', chat);
    if (what === 'state') this.emit('chat', 0);
    this.pause ??= setTimeout(() => {
      this.pause = null;
      this.refresh().catch(() => {});
    }, STATE_PAUSE);
  }

  everything() {
    this.refresh().catch(() => {});
    this.emit('chat', 0);
    this.emit('call');
  }

  /** now is the sandbox's clock, which runs on between two looks at it. */
  now() {
    return new Date(Date.parse(this.state.now ?? '') + Date.now() - this.clockRead || Date.now());
  }

  person(id) {
    return this.state.people.find((p) => p.id === id);
  }

  chat(id) {
    return this.state.chats.find((c) => c.id === id);
  }

  /** note is the part a person plays, in the language of the page. */
  note(person) {
    return person?.note?.[language()] ?? person?.note?.en ?? '';
  }

  /** title is what this chat is called on a person's phone: a private chat is the bot. */
  title(chat) {
    if (!chat) return '';
    return chat.type === 'private' ? this.state.bot.first_name : chat.title || String(chat.id);
  }

  chatsOf(personID) {
    const theirs = (c) => (c.type === 'private' ? c.id === personID : (c.members ?? []).includes(personID));
    return this.state.chats.filter(theirs);
  }

  isBlocked(personID) {
    return Boolean(this.chat(personID)?.blocked);
  }

  async block(personID, blocked) {
    await api.block(personID, blocked);
    await this.refresh();
  }

  /** unread counts what came into a chat since this person last had it on the screen. */
  unread(personID, chat) {
    const key = `${personID}:${chat.id}`;
    const total = chat.unread?.[personID] ?? 0;
    const seen = Math.min(this.seen.get(key) ?? 0, total);
    this.seen.set(key, seen);
    return total - seen;
  }

  unreadOf(personID) {
    return this.chatsOf(personID).reduce((n, c) => n + this.unread(personID, c), 0);
  }

  markSeen(personID, chatID) {
    const chat = this.chat(chatID);
    if (chat) this.seen.set(`${personID}:${chatID}`, chat.unread?.[personID] ?? 0);
  }
}
