// What can be done with a message: reply, rewrite, forward, copy; and opening a link that came some other way.

import { h, field } from './dom.js';
import { icon, avatar } from './icons.js';
import { base64 } from './api.js';
import { openMenu } from './menu.js';
import { openDialog } from './dialog.js';
import { t } from './words.js';

/** messageMenu opens the menu of a message. */
export function messageMenu(pane, anchor, m) {
  const mine = m.from?.id === pane.view.as;
  const item = (shape, key, run) => ({ before: icon(shape), label: t(key), value: key, run });
  openMenu(anchor, [
    item('reply', 'reply', () => pane.composer.replyTo(m)),
    mine && m.text && !m.photo && item('edit', 'edit', () => pane.composer.edit(m)),
    item('forward', 'forward', () => forwardTo(pane, m)),
    m.text && item('copy', 'copy', () => pane.copy(m.text)),
  ].filter(Boolean), t('message_actions'));
}

function forwardTo(pane, m) {
  const list = h('div', { class: 'choices' });
  const dialog = openDialog({ title: t('forward_to'), body: list });
  const choose = async (chat) => {
    dialog.close();
    await pane.go({ as: pane.view.as, chat });
    await carry(pane, m).catch(() => {});
  };
  list.append(...pane.store.chatsOf(pane.view.as).map((c) => h('button', {
    type: 'button', class: 'menu-item', 'data-testid': 'forward-target', 'data-value': c.id, onclick: () => choose(c.id),
  }, avatar(c.id, pane.store.title(c), c.type === 'private'), h('span', { class: 'menu-words' }, h('span', { class: 'menu-label' }, pane.store.title(c))))));
  list.firstElementChild?.focus();
}

/** carry sends the same content once more, marked as forwarded. */
async function carry(pane, m) {
  const message = { forward: true, location: m.location ?? undefined, sticker: m.sticker?.emoji, contact: m.contact ?? undefined };
  if (m.photo) message.photos = [{ name: 'photo.jpg', data: await bytes(m.photo.url) }];
  if (m.voice) message.voice = { data: await bytes(m.voice.url), duration: m.voice.duration };
  if (m.document) message.document = { name: m.document.name, data: await bytes(m.document.url) };
  message[m.photo || m.document || m.voice ? 'caption' : 'text'] = m.text || undefined;
  await pane.send(message);
}

async function bytes(url) {
  return base64(await (await fetch(url)).blob());
}

/** pasteLink opens a t.me link of the bot that was copied elsewhere: an invitation, for instance. */
export function pasteLink(pane) {
  const { username } = pane.store.state.bot;
  const input = h('input', { type: 'text', placeholder: `https://t.me/${username}?start=…`, 'data-testid': 'link-input', autocomplete: 'off' });
  const open = () => {
    const text = input.value.trim();
    if (!text) return false;
    const url = /^(https?:|tg:)/i.test(text) ? text : `https://${text.startsWith('t.me/') ? text : `t.me/${username}?start=${text}`}`;
    if (pane.follow(url)) return true;
    pane.toasts.show(t('not_our_link', { bot: username }), true);
    return true;
  };
  const dialog = openDialog({
    title: t('open_link'), body: h('div', {}, h('p', {}, t('open_link_text', { name: pane.store.person(pane.view.as)?.first_name ?? '' })), field(t('link'), input)),
    buttons: [{ label: t('cancel') }, { label: t('open'), main: true, run: open }],
  });
  input.addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && open()) dialog.close();
  });
  input.focus();
}
