// The third panel: the log of calls and the handles of the sandbox (clock, faults, people, groups).

import { h, field, newID } from './dom.js';
import { api } from './api.js';
import { Log } from './log.js';
import { clockTools } from './clock.js';
import { Toasts } from './toast.js';
import { t } from './words.js';

const METHODS = ['*', 'sendMessage', 'editMessageText', 'editMessageReplyMarkup', 'answerCallbackQuery', 'sendPhoto', 'sendMediaGroup', 'sendLocation', 'getUpdates', 'getFile', 'deleteMessage', 'setMyCommands'];
const KINDS = ['429', '403', '409', '500', 'slow', 'cut-before', 'cut-after', 'garbage', 'odd', 'twice'];

export class Tools {
  /** `top` are nodes for the head of the panel (on a phone the page has no other head). */
  constructor(store, top) {
    this.store = store;
    this.log = new Log(store);
    this.toasts = new Toasts();
    this.tabs = [['log', this.log.root], ['handles', this.handles()]].map(([name, body]) => this.tab(name, body));
    this.root = h('aside', { class: 'tools', id: 'tools', 'aria-label': t('tools'), 'data-testid': 'tools' }, h('div', { class: 'tools-top' }, ...top),
      h('div', { class: 'tabs', role: 'tablist', 'aria-label': t('tools') }, ...this.tabs.map((x) => x.button)), ...this.tabs.map((x) => x.panel), this.toasts.root);
    this.pick('log');
  }

  tab(name, body) {
    const id = newID('tab');
    const panel = h('div', { class: 'tab-panel', role: 'tabpanel', id: `${id}-panel`, 'aria-labelledby': id }, body);
    const button = h('button', {
      type: 'button', class: 'tab', role: 'tab', id, 'aria-controls': `${id}-panel`, 'data-testid': `tools-${name}`,
      onclick: () => this.pick(name), onkeydown: (e) => this.steer(e),
    }, t(name));
    return { name, button, panel };
  }

  /** steer moves between the tabs with the arrow keys, as screen readers expect of tabs. */
  steer(event) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = this.tabs.find((x) => x.name !== this.current);
    this.pick(other.name);
    other.button.focus();
  }

  pick(name) {
    this.current = name;
    for (const x of this.tabs) {
      x.panel.hidden = x.name !== name;
      x.button.setAttribute('aria-selected', String(x.name === name));
      x.button.tabIndex = x.name === name ? 0 : -1;
    }
    this.log.open(this.shown && name === 'log');
  }

  open(shown) {
    this.shown = shown;
    this.log.open(shown && this.current === 'log');
  }

  handles() {
    const tell = (promise, done) => promise.then(() => {
      if (done) this.toasts.show(done);
      return true;
    }, (e) => this.toasts.show(e.message, true));
    return h('div', { class: 'handles' }, clockTools(this.store, tell), this.faults(tell), this.newPerson(tell), this.newGroup(tell));
  }

  faults(tell) {
    const methods = newID('methods');
    const method = h('input', { list: methods, value: 'sendMessage', name: 'method', required: true });
    const times = h('input', { type: 'number', min: 1, max: 1000, value: 1, required: true });
    const wait = h('input', { type: 'number', min: 0, max: 3600, value: 3 });
    const kind = h('select', { 'data-testid': 'fault-kind' }, ...KINDS.map((k) => h('option', { value: k }, t(`fault_${k}`))));
    const chat = h('select', {});
    const waits = field(t('seconds'), wait);
    const fit = () => { waits.hidden = kind.value !== '429' && kind.value !== 'slow'; };
    kind.addEventListener('change', fit);
    fit();
    this.fill(chat, () => [[0, t('any_chat')], ...this.store.state.chats.map((c) => [c.id, this.chatLabel(c)])]);
    const submit = () => void tell(api.fault({
      method: method.value.trim(), chat: Number(chat.value) || undefined, times: Number(times.value), kind: kind.value,
      retry_after: kind.value === '429' ? Number(wait.value) : undefined, delay: kind.value === 'slow' ? `${wait.value}s` : undefined,
    }), t('fault_set'));
    return form(t('faults'), t('faults_text'), submit, t('set_fault'), field(t('fault'), kind), field(t('method'), method),
      h('datalist', { id: methods }, ...METHODS.map((m) => h('option', { value: m }))), field(t('chat'), chat), field(t('times'), times), waits);
  }

  chatLabel(c) {
    return c.type === 'private' ? this.store.person(c.id)?.first_name ?? String(c.id) : this.store.title(c);
  }

  newPerson(tell) {
    const name = h('input', { required: true, maxlength: 64, autocomplete: 'off', 'data-testid': 'new-name' });
    const user = h('input', { pattern: '[A-Za-z][A-Za-z0-9_]{3,31}', autocomplete: 'off', placeholder: 'ivan_p' });
    const lang = h('select', {}, h('option', { value: 'ru' }, 'Русский'), h('option', { value: 'en' }, 'English'));
    const submit = () => tell(api.person({ first_name: name.value.trim(), username: user.value.trim() || undefined, language_code: lang.value })
      .then(() => this.store.refresh()), t('person_added', { name: name.value.trim() }));
    return form(t('new_person'), '', submit, t('add'), field(t('name'), name), field(t('username'), user), field(t('client_language'), lang));
  }

  newGroup(tell) {
    const title = h('input', { required: true, maxlength: 128, autocomplete: 'off' });
    const forum = h('input', { type: 'checkbox' });
    const members = h('select', { multiple: true, size: 5, required: true });
    this.fill(members, () => this.store.state.people.map((p) => [p.id, `${p.first_name} · ${this.store.note(p)}`.replace(/ · $/, '')]));
    const submit = () => tell(api.group({
      title: title.value.trim(), forum: forum.checked, kind: 'supergroup', with_bot: true, members: [...members.selectedOptions].map((o) => Number(o.value)),
    }).then(() => this.store.refresh()), t('group_added', { name: title.value.trim() }));
    return form(t('new_group'), t('new_group_text'), submit, t('add'), field(t('title'), title), field(t('who_is_in'), members),
      h('label', { class: 'check' }, forum, t('with_topics')));
  }

  /** fill keeps the options of a select in step with the state, and what was chosen. */
  fill(select, list) {
    const draw = () => {
      const options = list();
      const signature = JSON.stringify(options);
      if (select.dataset.drawn === signature) return;
      select.dataset.drawn = signature;
      const chosen = new Set([...select.selectedOptions].map((o) => o.value));
      select.replaceChildren(...options.map(([value, label]) => h('option', { value, selected: chosen.has(String(value)) }, label)));
    };
    this.store.on('state', draw);
    draw();
  }
}

function form(title, text, submit, label, ...fields) {
  const send = async (e) => {
    e.preventDefault();
    if (await submit()) e.target.reset();
  };
  return h('section', { class: 'tool' }, h('h3', {}, title), text && h('p', { class: 'hint' }, text),
    h('form', { class: 'tool-form', onsubmit: send }, ...fields, h('button', { class: 'button main' }, label)));
}
