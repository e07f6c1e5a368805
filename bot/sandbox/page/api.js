// The control of the sandbox over HTTP: /sim/… . Every failure is an Error whose message can be shown.

async function call(path, body) {
  const options = body === undefined ? {} : {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(path, options);
  const text = await response.text();
  const answer = parse(text);
  if (!response.ok) throw new Error(answer?.error || answer?.description || text.trim() || `HTTP ${response.status}`);
  return answer ?? {};
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const api = {
  state: () => call('/sim/state'),
  chat: (id, as) => call(`/sim/chat?id=${id}&as=${as}`),
  calls: (since) => call(`/sim/calls?since=${since}`),
  problems: () => call('/sim/problems'),
  send: (message) => call('/sim/send', message),
  edit: (as, chat, message, text) => call('/sim/edit', { as, chat, message, text }),
  press: (as, chat, message, data) => call('/sim/press', { as, chat, message, data }),
  start: (as, payload) => call('/sim/start', { as, payload }),
  block: (as, blocked) => call('/sim/block', { as, blocked }),
  person: (person) => call('/sim/person', person),
  group: (group) => call('/sim/group', group),
  clock: (turn) => call('/sim/clock', turn),
  fault: (fault) => call('/sim/fault', fault),
};

/**
 * listen follows /sim/events for as long as the page lives. `line(up, missed)` says when the line breaks or
 * stands again; after a break anything may have been missed.
 */
export function listen({ change, notice, line }) {
  let broken = false;
  function open() {
    const events = new EventSource('/sim/events');
    events.addEventListener('change', (e) => change(JSON.parse(e.data)));
    events.addEventListener('notice', (e) => notice(JSON.parse(e.data)));
    events.onopen = () => { line(true, broken); broken = false; };
    events.onerror = () => {
      broken = true;
      line(false, true);
      // The browser tries again by itself unless the server answered with an error.
      if (events.readyState === EventSource.CLOSED) setTimeout(open, 2000);
    };
  }
  open();
}

/** base64 gives the bytes of a blob as the API wants them. */
export function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
