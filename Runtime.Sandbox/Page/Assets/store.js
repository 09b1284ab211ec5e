// What the page knows, and the questions asked of it.
export const state = {
  ready: false, online: true, bot: {}, bots: [], which: null, people: [], chats: new Map(), wire: [], webhook: {},
  me: null, chat: null, unread: new Map(), actions: new Map(), picking: null, pressed: new Map(),
  topic: null, unreadTopics: new Map(), paying: new Set(), folded: new Set(), sending: new Map(),
};

const painters = new Map();
let due = new Set();

export const paints = (name, painter) => painters.set(name, painter);

// Several changes in one go are drawn once.
export const redraw = (...names) => {
  if (due.size === 0) {
    queueMicrotask(() => {
      const now = due;
      due = new Set();
      for (const [name, painter] of painters) if (now.has(name)) painter();
    });
  }
  for (const name of names.length ? names : painters.keys()) due.add(name);
};

export const remembered = {
  get me() { return Number(sessionStorage.getItem('me')); },
  set me(id) { sessionStorage.setItem('me', id); },
  get bot() { return sessionStorage.getItem('bot'); },
  set bot(id) { if (id) sessionStorage.setItem('bot', id); else sessionStorage.removeItem('bot'); },
};

export const person = id => state.people.find(p => p.id === id);
export const me = () => person(state.me);
export const isPrivate = chat => chat.type === 'private';
export const isIn = chat => isPrivate(chat) || chat.members.some(m => m.id === state.me && m.present);

export const chatsOfMe = () => {
  if (!me()) return [];
  const rooms = [...state.chats.values()];
  const own = rooms.find(c => c.id === state.me) || { id: state.me, type: 'private', members: [], messages: [] };
  const shared = rooms.filter(c => c.id < 0);
  return [own, ...shared.filter(isIn), ...shared.filter(c => !isIn(c))];
};

export const current = () => chatsOfMe().find(c => c.id === state.chat) || chatsOfMe()[0];
export const chatName = chat => (isPrivate(chat) ? state.bot.first_name : chat.title) || '';
export const isMine = m => Boolean(m.from) && m.from.id === state.me && !m.from.is_bot;

// A forum is read as a whole, or one topic of it. 0 is the general topic.
export const topicOf = m => m.is_topic_message ? m.message_thread_id : 0;
export const topicNamed = (chat, id) => (chat.topics || []).find(t => t.id === id);
export const shownIn = chat => !chat.topics || state.topic === null ? chat.messages : chat.messages.filter(m => topicOf(m) === state.topic);
export const writesTo = () => state.topic || 0;
export const messageOf = (chat, id) => chat.messages.find(m => m.message_id === id);

export const totalUnread = () => [...state.unread].filter(([id]) => chatsOfMe().some(c => c.id === id)).reduce((sum, [, n]) => sum + n, 0);
