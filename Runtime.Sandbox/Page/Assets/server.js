// Talking to the sandbox: what somebody does goes out, what happens comes in.
import { state, redraw, remembered, chatsOfMe, topicNamed } from './store.js';
import { toast } from './dialogs.js';

const silent = 'The sandbox does not answer.';

const post = async (path, init) => {
  let response;
  try {
    response = await fetch(path, { method: 'POST', ...init, headers: { ...init.headers, 'X-Sandbox': '1' } });
  } catch {
    toast(silent, true);
    return null;
  }
  const result = await response.json();
  if (response.ok) return result;
  toast(result.error || 'That did not work.', true);
  return null;
};

// Null when it failed; the reason is shown.
export const act = (action, details = {}) => post('/sandbox/act', {
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ action, user: state.me, chat: state.chat, ...details }),
});

export const upload = (files, caption, details) => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ user: state.me, chat: state.chat, caption, ...details })) form.set(name, value);
  for (const file of files) form.append('files', file, file.name);
  return post('/sandbox/files', { body: form });
};

// While the state is being fetched, what happens is held back and applied on top of it: nothing falls between the two.
let loading = null;
let again = false;
let held = [];

export const load = () => {
  again = true;
  return loading ??= fetchState().finally(() => { loading = null; });
};

const fetchState = async () => {
  try {
    while (again) {
      again = false;
      take(await (await fetch('/sandbox/state')).json());
    }
  } catch {
    setOnline(false);
    setTimeout(load, 1000);
    return;
  } finally {
    const happened = held;
    held = [];
    happened.forEach(apply);
  }
  redraw();
};

const take = fresh => {
  state.ready = true;
  state.bot = fresh.bot;
  state.people = fresh.people;
  state.wire = fresh.wire;
  state.webhook = fresh.webhook;
  state.chats = new Map(fresh.chats.map(c => [c.id, c]));
  if (!state.people.some(p => p.id === state.me)) state.me = (state.people.find(p => p.id === remembered.me) || state.people[0] || { id: null }).id;
  if (!chatsOfMe().some(c => c.id === state.chat)) state.chat = state.me;
  if (state.topic !== null && !topicNamed(state.chats.get(state.chat) || {}, state.topic)) state.topic = null;
};

let reloading;
export const reloadSoon = () => {
  clearTimeout(reloading);
  reloading = setTimeout(load, 30);
};

let asking;
export const askWebhook = () => {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    try {
      state.webhook = await (await fetch('/sandbox/webhook')).json();
    } catch {
      // The event stream notices too, and says so.
      return;
    }
    redraw('hook');
  }, 80);
};

const handlers = {};
export const on = more => Object.assign(handlers, more);
const apply = ({ kind, data }) => (handlers[kind] || reloadSoon)(data);

const setOnline = online => {
  state.online = online;
  redraw('online');
};

export const listen = () => {
  const events = new EventSource('/sandbox/events');
  events.onopen = () => {
    setOnline(true);
    load();
  };
  events.onerror = () => {
    setOnline(false);

    // The browser tries again by itself, unless it got an answer that is no event stream.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  };
  events.onmessage = e => {
    const happened = JSON.parse(e.data);
    if (loading) held.push(happened); else apply(happened);
  };
};
