// What is on the screen, kept in the address: ?left=ID:CHAT&right=ID:CHAT:TOPIC&lang=ru&log=0&tab=right

/** readView takes the two phones from the address, or picks a resident and a group to begin with. */
export function readView(store) {
  const query = new URLSearchParams(location.search);
  const left = parse(query.get('left'), store) ?? firstView(store);
  const right = parse(query.get('right'), store) ?? secondView(store, left);
  return { left, right, log: query.get('log'), tab: query.get('tab') ?? 'left' };
}

function parse(text, store) {
  const [as, chat, topic] = (text ?? '').split(':').map(Number);
  if (!store.person(as)) return null;
  return { as, chat: chat || as, topic: topic || 0 };
}

function firstView(store) {
  const as = store.state.people[0]?.id ?? 0;
  return { as, chat: as, topic: 0 };
}

/** secondView is a group seen by somebody else, or the next person. */
function secondView(store, left) {
  const group = store.state.chats.find((c) => c.type !== 'private' && (c.members ?? []).some((id) => store.person(id)));
  if (group) {
    const known = group.members.filter((id) => store.person(id));
    return { as: known.find((id) => id !== left.as) ?? known[0], chat: group.id, topic: 0 };
  }
  const as = store.state.people.find((p) => p.id !== left.as)?.id ?? left.as;
  return { as, chat: as, topic: 0 };
}

/** writeView puts what is shown into the address, without a new step in the history. */
export function writeView({ left, right, log, tab, lang }) {
  const query = new URLSearchParams({ lang, log: log ? '1' : '0', tab });
  const text = ({ as, chat, topic }) => [as, chat, topic || null].filter((x) => x !== null).join(':');
  history.replaceState(null, '', `?left=${text(left)}&right=${text(right)}&${query}`);
}
