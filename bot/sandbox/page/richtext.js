// A message's words as nodes. The HTML comes from the sandbox, made from what anybody wrote: it is parsed apart
// from the page and rebuilt from a list of allowed tags, so that nothing else can get in.

import { h } from './dom.js';
import { t } from './words.js';

const TAGS = {
  B: 'b', STRONG: 'b', I: 'i', EM: 'i', U: 'u', INS: 'u', S: 's', DEL: 's', STRIKE: 's',
  CODE: 'code', PRE: 'pre', BLOCKQUOTE: 'blockquote',
};
const SAFE_URL = /^(https?:|tg:|mailto:|tel:)/i;
const CLICKABLE = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)»])|(^|(?<=\s))\/[a-z0-9_]{1,32}(@\w+)?(?![\w/])/gi;

/** richText renders the words of a message; `does` = {command(text), link(url)}. */
export function richText(message, does) {
  const box = h('div', { class: 'words', dir: 'auto' });
  const source = message.html || escape(message.text ?? '');
  const parsed = new DOMParser().parseFromString(source, 'text/html');
  box.append(...nodes(parsed.body, does, false));
  return box;
}

function escape(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

function nodes(parent, does, plain) {
  return [...parent.childNodes].flatMap((n) => node(n, does, plain));
}

function node(n, does, plain) {
  if (n.nodeType === Node.TEXT_NODE) return plain ? [n.data] : clickable(afterBlock(n), does);
  if (n.nodeType !== Node.ELEMENT_NODE) return [];
  if (n.tagName === 'A') return [link(n.getAttribute('href') ?? '', nodes(n, does, true), does)];
  if (n.tagName === 'TG-SPOILER') return [spoiler(nodes(n, does, true))];
  const tag = TAGS[n.tagName];
  const verbatim = plain || tag === 'code' || tag === 'pre';
  const inner = nodes(n, does, verbatim);
  return tag ? [h(tag, {}, ...inner)] : inner;
}

/** afterBlock is a text without the line break that a quotation or code before it has made already. */
function afterBlock(n) {
  return /^(BLOCKQUOTE|PRE)$/.test(n.previousSibling?.tagName) ? n.data.replace(/^\n/, '') : n.data;
}

function link(url, inner, does) {
  if (!SAFE_URL.test(url)) return h('span', {}, ...inner);
  const follow = (event) => {
    if (does.link(url)) event.preventDefault();
  };
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', onclick: follow }, ...inner);
}

function spoiler(inner) {
  const cover = h('button', { type: 'button', class: 'spoiler', 'aria-label': t('spoiler') }, h('span', { 'aria-hidden': 'true' }, ...inner));
  cover.addEventListener('click', () => cover.replaceWith(h('span', {}, ...inner)));
  return cover;
}

/** clickable finds addresses and commands in plain words, as a client does. */
function clickable(text, does) {
  const out = [];
  let from = 0;
  for (const match of text.matchAll(CLICKABLE)) {
    out.push(text.slice(from, match.index), match[1] ? link(match[0], [match[0]], does) : command(match[0], does));
    from = match.index + match[0].length;
  }
  return [...out, text.slice(from)];
}

function command(text, does) {
  return h('button', { type: 'button', class: 'linklike', onclick: () => does.command(text) }, text);
}

/** startLink reads t.me/<bot>?start=… : the payload, "" for a bare link to the bot, null for any other address. */
export function startLink(url, botName) {
  let parsed;
  try {
    parsed = new URL(url);
  } catch {
    return null;
  }
  const name = parsed.protocol === 'tg:' ? parsed.searchParams.get('domain') : parsed.pathname.slice(1);
  const host = parsed.protocol === 'tg:' || /^(www\.)?(t|telegram)\.(me|dog)$/.test(parsed.hostname);
  if (!host || !botName || name?.toLowerCase() !== botName.toLowerCase()) return null;
  return parsed.searchParams.get('start') ?? '';
}
