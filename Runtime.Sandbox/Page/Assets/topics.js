// Topics of a forum: which one is read and written in, and which one a message belongs to.
import { $, el, button, dot, icon, keyed } from './dom.js';
import { state, redraw, current, topicOf, topicNamed } from './store.js';
import { act, load } from './server.js';
import { promptBox } from './dialogs.js';
import { stopWriting } from './composer.js';
import { toEnd } from './scroll.js';

const key = (chat, topic) => `${chat}/${topic}`;

export const chooseTopic = topic => {
  const chat = current();
  state.topic = topic;
  for (const t of chat.topics || []) if (topic === null || t.id === topic) state.unreadTopics.delete(key(chat.id, t.id));
  stopWriting();
  redraw();
  queueMicrotask(toEnd);
};

// Counts what comes into a topic that is not looked at.
export const noteUnread = (chat, m) => {
  if (!chat.topics || chat.id !== state.chat || state.topic === null || state.topic === topicOf(m)) return;
  const at = key(chat.id, topicOf(m));
  state.unreadTopics.set(at, (state.unreadTopics.get(at) || 0) + 1);
  redraw('topics');
};

const add = async () => {
  const name = await promptBox('New topic', 'Name', 128);
  const made = name && await act('topic', { name });
  if (!made) return;
  await load();
  chooseTopic(made.id);
};

const chip = (chat, topic) => {
  const id = topic ? topic.id : null;
  const chosen = state.topic === id;
  const unread = topic && state.unreadTopics.get(key(chat.id, id));
  return {
    key: id === null ? 'all' : id,
    sign: JSON.stringify([chat.id, topic, chosen, unread]),
    make: () => button({ class: 'topic', 'aria-pressed': String(chosen), title: topic ? topic.name : null, on: { click: () => chooseTopic(id) } },
      topic ? dot(topic.icon_color) : null, el('span', { class: 'cut' }, topic ? topic.name : 'All'),
      topic && topic.is_closed ? el('span', { class: 'shut', role: 'img', 'aria-label': topic.is_hidden ? 'closed and hidden' : 'closed' }, icon('lock')) : null,
      unread ? el('span', { class: 'count', 'aria-label': `${unread} new` }, unread) : null),
  };
};

export const drawTopics = () => {
  const chat = current();
  const topics = (chat && chat.topics) || [];
  $('topics').hidden = topics.length === 0;
  const more = { key: 'add', sign: '', make: () => button({ class: 'topic quiet', 'aria-haspopup': 'dialog', on: { click: add } }, icon('plus'), 'Topic') };
  keyed($('topics'), topics.length ? [chip(chat, null), ...topics.map(t => chip(chat, t)), more] : []);
};

// Said on a message only where several topics are read at once.
export const topicLabel = m => {
  const chat = state.chats.get(m.chat.id);
  if (!chat || !chat.topics || state.topic !== null) return null;
  const topic = topicNamed(chat, topicOf(m));
  return topic && button({ class: 'in-topic', 'aria-label': `Topic ${topic.name}; press to read only it`, on: { click: () => chooseTopic(topic.id) } },
    dot(topic.icon_color), el('span', { class: 'cut' }, topic.name));
};
