// Words not sent yet, kept for each chat as long as the browser's tab lives.

const KEY = 'veche-sandbox-drafts';

function all() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {}; // storage is off, or holds something else
  }
}

export const drafts = {
  get: (chat) => all()[chat] ?? '',
  set(chat, text) {
    const kept = { ...all(), [chat]: text || undefined };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    } catch { /* without storage a draft ends with the chat on the screen */ }
  },
};
