// Talking to the sandbox: what somebody does goes out, what happens comes in.
import { state, redraw, remembered, chatsOfMe, topicNamed } from './store.js';
import { toast } from './dialogs.js';

const silent = 'The sandbox does not answer.';

const send = async (path, init) => {
  let response;
  try {
    response = await fetch(path, { method: 'POST', ...init, headers: { ...init.headers, 'X-Sandbox': '1' } });
  } catch {
    return { error: silent };
  }
  const result = await response.json();
  return response.ok ? result : { error: result.error || 'That did not work.' };
};

const post = async (path, init) => {
  const result = await send(path, init);
  if (!result.error) return result;
  toast(result.error, true);
  return null;
};

// Which of several bots the page is about: the one that its address names, or that was chosen, or else the first.
state.which = new URLSearchParams(location.search).get('bot') || remembered.bot;
const about = path => state.which ? `${path}?bot=${encodeURIComponent(state.which)}` : path;

const asked = (action, details) => ({
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ action, bot: state.which || '', user: state.me, chat: state.chat, ...details }),
});

// Null when it failed; the reason is shown.
export const act = (action, details = {}) => post('/sandbox/act', asked(action, details));

// The reason as error when it failed, for those who show it themselves.
export const tryTo = (action, details = {}) => send('/sandbox/act', asked(action, details));

export const upload = (files, caption, details) => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ bot: state.which || '', user: state.me, chat: state.chat, caption, ...details })) form.set(name, value);
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
      const which = state.which;
      const answer = await fetch(about('/sandbox/state'));
      const fresh = await answer.json();
      if (which !== state.which) continue;
      if (answer.ok) take(fresh); else if (which) forget();
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

// That bot was one of an earlier sandbox.
const forget = () => {
  state.which = remembered.bot = null;
  again = true;
  listen();
};

const take = fresh => {
  state.ready = true;
  state.bot = fresh.bot;
  state.bots = fresh.bots;
  state.people = fresh.people;
  state.wire = fresh.wire;
  state.webhook = fresh.webhook;
  state.sending = new Map((fresh.sending || []).map(s => [s.update_id, s]));
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
      state.webhook = await (await fetch(about('/sandbox/webhook'))).json();
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

// What comes in a burst is applied together and drawn once. A page in the background gets no frames.
let came = [];
// Taken now, so that a test that stops the page's clock does not stop what comes in.
const [frame, timer] = [requestAnimationFrame.bind(window), setTimeout.bind(window)];
const soon = run => document.hidden ? timer(run, 50) : frame(run);
const applyCame = () => {
  const happened = came;
  came = [];
  if (loading) held.push(...happened); else happened.forEach(apply);
};

const setOnline = online => {
  state.online = online;
  redraw('online');
};

let events;
export const listen = () => {
  if (events) events.close();
  const own = events = new EventSource(about('/sandbox/events'));
  events.onopen = () => {
    setOnline(true);
    load();
  };
  events.onerror = () => {
    setOnline(false);

    // The browser tries again by itself, unless it got an answer that is no event stream.
    if (own === events && own.readyState === EventSource.CLOSED) setTimeout(() => { if (own === events) listen(); }, 1000);
  };
  events.onmessage = e => {
    const happened = JSON.parse(e.data);
    came.push(happened);
    if (came.length === 1) soon(applyCame);
  };
};

// From here on the page is about another bot: nothing that was known of the one before holds.
export const turnTo = id => {
  state.which = remembered.bot = id;
  came = [];
  held = [];
  for (const known of [state.unread, state.actions, state.pressed, state.unreadTopics, state.paying, state.sending]) known.clear();
  state.picking = state.topic = null;
  listen();
  return load();
};
