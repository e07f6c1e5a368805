// The page's drawings: 24×24, one stroke, in the colour of the text around them.

import { s } from './dom.js';

const paths = {
  attach: 'M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.4a1.7 1.7 0 0 1-2.4-2.4l7.7-7.7',
  send: 'M4.5 12L3.5 4.5 21 12 3.5 19.5 4.5 12zm0 0H12',
  mic: 'M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3',
  keyboard: 'M4 6.5h16a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM6.5 10h.01M10 10h.01M14 10h.01M17.5 10h.01M8 14h8',
  slash: 'M6 4h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM13.5 8l-3 8',
  more: 'M12 5.5h.01M12 12h.01M12 18.5h.01',
  chevron: 'M7 10l5 5 5-5',
  down: 'M12 5v14m-6-6l6 6 6-6',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  reply: 'M10 7L4.5 12 10 17v-3.5c5 0 7.5 1 9.5 4 0-5-3-8-9.5-8z',
  edit: 'M4.5 19.5l1-4L16 5l3 3L8.5 18.5zM14 7l3 3',
  forward: 'M14 7l5.5 5-5.5 5v-3.5c-5 0-7.5 1-9.5 4 0-5 3-8 9.5-8z',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  photo: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4 2.5-2.5 5 4.5M15.5 9.5h.01',
  pin: 'M12 21c-4-4.5-6.5-7.5-6.5-11a6.5 6.5 0 0 1 13 0c0 3.5-2.5 6.5-6.5 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  person: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.5-4.5 3.5-6.5 7.5-6.5s7 2 7.5 6.5',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.4-4.2 3-6 6.5-6s6.1 1.8 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.3M17.5 14.5c2.5.7 3.8 2.5 4 5.5',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  smile: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM9 10h.01M15 10h.01M8.5 14c1.8 2.6 5.2 2.6 7 0',
  list: 'M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2',
  bolt: 'M13 3L5.5 13.5H12L11 21l7.5-10.5H12z',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1',
  block: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM6 6l12 12',
  brush: 'M14.5 5.5l4 4L10 18H6v-4zM12 8l4 4',
  bell: 'M12 3v2M5 17.5c1.6-1.6 2-3.5 2-6.5a5 5 0 0 1 10 0c0 3 .4 4.9 2 6.5zM9.8 20a2.3 2.3 0 0 0 4.4 0',
  panel: 'M4 5h16v14H4zM14.5 5v14',
  plus: 'M12 5v14M5 12h14',
};

/** icon draws one of the shapes above; it says nothing to a screen reader. */
export function icon(name) {
  return s('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, s('path', { d: paths[name] }));
}

/** avatar is a disc with initials, its colour chosen by the id; the bot has a bell. */
export function avatar(id, name, isBot = false) {
  const letters = name.split(/[\s.]+/).filter(Boolean).slice(0, 2).map((w) => [...w][0]).join('').toUpperCase();
  const disc = document.createElement('span');
  disc.className = `avatar hue-${isBot ? 'bot' : Math.abs(id) % 7}`;
  disc.setAttribute('aria-hidden', 'true');
  disc.append(isBot ? icon('bell') : letters);
  return disc;
}
