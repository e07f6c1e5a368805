// The bot's commands: a button that lists them, and completion as one types "/".

import { h, newID } from './dom.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { t } from './words.js';

export class Commands {
  /** `send(text)` sends a chosen command. */
  constructor(input, send) {
    this.input = input;
    this.send = send;
    this.list = [];
    this.suffix = '';
    this.at = 0;
    this.root = h('ul', { class: 'completion', role: 'listbox', id: newID('commands'), 'aria-label': t('commands'), 'data-testid': 'completion', hidden: true });
    this.button = h('button', {
      type: 'button', class: 'round', 'aria-label': t('commands'), title: t('commands'), 'aria-haspopup': 'menu', 'data-testid': 'commands', hidden: true, onclick: (e) => this.menu(e.currentTarget),
    }, icon('slash'));
    input.setAttribute('aria-controls', this.root.id);
    input.setAttribute('aria-autocomplete', 'list');
    input.addEventListener('blur', () => this.close());
  }

  /** show takes the commands that stand in this chat; `suffix` is "@bot" in groups, as clients write it. */
  show(list, suffix) {
    this.list = list;
    this.suffix = suffix;
    this.button.hidden = list.length === 0;
  }

  menu(anchor) {
    const items = this.list.map((c) => ({ label: `/${c.command}`, note: c.description, value: c.command, run: () => this.send(this.words(c)) }));
    openMenu(anchor, items, t('commands'));
  }

  words(c) {
    return `/${c.command}${this.suffix}`;
  }

  typed() {
    const typed = /^\/(\w*)$/.exec(this.input.value);
    this.found = typed ? this.list.filter((c) => c.command.startsWith(typed[1].toLowerCase())) : [];
    this.at = 0;
    this.draw();
  }

  draw() {
    const open = this.found.length > 0;
    this.root.hidden = !open;
    this.root.replaceChildren(...this.found.map((c, i) => this.option(c, i)));
    if (open) this.input.setAttribute('aria-activedescendant', `${this.root.id}-${this.at}`);
    else this.input.removeAttribute('aria-activedescendant');
    this.root.children[this.at]?.scrollIntoView({ block: 'nearest' });
  }

  option(c, i) {
    const choose = (e) => {
      e.preventDefault(); // the input keeps the focus
      this.choose(c);
    };
    return h('li', { role: 'option', id: `${this.root.id}-${i}`, 'aria-selected': String(i === this.at), onpointerdown: choose, 'data-testid': 'completion-item' },
      h('b', {}, `/${c.command}`), h('span', {}, c.description));
  }

  choose(c) {
    this.close();
    this.send(this.words(c));
  }

  close() {
    this.found = [];
    this.draw();
  }

  /** key handles what belongs to an open completion; true when it took the key. */
  key(event) {
    if (this.root.hidden) return false;
    const n = this.found.length;
    if (event.key === 'ArrowDown') this.at = (this.at + 1) % n;
    else if (event.key === 'ArrowUp') this.at = (this.at + n - 1) % n;
    else if (event.key === 'Escape') this.found = [];
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) {
      event.preventDefault();
      this.choose(this.found[this.at]);
      return true;
    } else return false;
    event.preventDefault();
    this.draw();
    return true;
  }
}
