// The list of messages of the chat that is open, and where it is scrolled to.
import { $, el, button, day, keyed } from './dom.js';
import { state, redraw, current, chatName, isPrivate, isMine, shownIn, topicNamed, topicOf } from './store.js';
import { on, reloadSoon } from './server.js';
import { closePicker, messageNode } from './messages.js';
import { draftItems, endDrafts } from './drafts.js';
import { isPaying } from './payments.js';
import { noteUnread } from './topics.js';
import { drawDown, isAtEnd, page, shown, toEnd } from './scroll.js';
import { service } from './words.js';

const runSeconds = 300;

const grouped = messages => {
  const groups = [];
  for (const m of messages) {
    const last = groups[groups.length - 1];
    if (m.media_group_id && last && last[0].media_group_id === m.media_group_id) last.push(m);
    else groups.push([m]);
  }
  return groups;
};

const sender = m => (m.sender_chat || m.from || {}).id;

// Consecutive messages of one author stand closer and are signed once.
const joins = (before, m) => Boolean(before) && !service(before) && !service(m) && sender(before) === sender(m) && topicOf(before) === topicOf(m) && m.date - before.date < runSeconds;

const topicSign = (chat, m) => chat.topics && state.topic === null ? topicNamed(chat, topicOf(m)) : null;

const items = chat => {
  const groups = grouped(shownIn(chat));
  const visible = groups.slice(-shown.count);
  const out = [];
  if (visible.length < groups.length) {
    const more = () => { shown.count += page; redraw('log'); };
    out.push({ key: 'more', sign: groups.length, make: () => el('li', { class: 'service' }, button({ class: 'quiet', on: { click: more } }, 'Show earlier messages')) });
  }
  let before = null;
  for (const parts of visible) {
    const m = parts[0];
    const isNewDay = !before || day(before.date) !== day(m.date);
    if (isNewDay) out.push({ key: 'day' + day(m.date), sign: '', make: () => el('li', { class: 'service day' }, el('span', {}, day(m.date))) });
    const joined = !isNewDay && joins(before, m);
    const waiting = [...state.pressed.values()].filter(p => p.message === m.message_id).map(p => [p.row, p.column]);
    out.push({ key: m.message_id, sign: JSON.stringify([parts, joined, state.me, state.picking === m.message_id, waiting, isPaying(m), topicSign(chat, m)]), make: () => messageNode(parts, joined) });
    before = parts[parts.length - 1];
  }
  return [...out, ...draftItems(chat)];
};

const empty = (title, text, ...more) => ({ key: 'empty', sign: title + text, make: () => el('li', { class: 'empty' }, el('strong', {}, title), el('span', {}, text), more) });

const emptyItem = chat => {
  if (!state.ready) return empty('', 'Loading…');
  if (!chat) {
    const open = () => document.querySelector('[data-opens=add]').click();
    return empty('Nobody is here yet', 'Add a user to talk to the bot.', button({ class: 'primary', on: { click: open } }, 'Add a user'));
  }
  const topic = state.topic !== null && topicNamed(chat, state.topic);
  if (topic) return empty(`Nothing in ${topic.name} yet`, 'What you write now goes into this topic.');
  return isPrivate(chat) ? empty(`Say hello to ${chatName(chat)}`, 'It cannot write first. Type anything, or press Start.') : empty('No messages yet', 'What is said here reaches everybody in it, the bot too.');
};

export const drawLog = () => {
  const chat = current();
  const at = chat && `${state.bot.id}/${chat.id}/${state.topic}`;
  const isOther = shown.at !== at;
  if (isOther) Object.assign(shown, { at, count: page, missed: 0 });
  const follows = isOther || isAtEnd();
  keyed($('log'), chat && shownIn(chat).length ? items(chat) : [emptyItem(chat)]);
  if (follows) toEnd(); else drawDown();
};

const moveFocus = event => {
  const messages = [...$('log').querySelectorAll('.msg')];
  const at = messages.indexOf(document.activeElement);
  if (at < 0 && document.activeElement !== $('log')) return;
  const to = { ArrowUp: at < 0 ? messages.length - 1 : at - 1, ArrowDown: at + 1, Home: 0, End: messages.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  if (to >= messages.length) $('text').focus();
  else if (messages[to]) messages[to].focus();
};

const place = (list, message) => {
  let at = list.length;
  while (at > 0 && list[at - 1].message_id > message.message_id) at--;
  list.splice(at, 0, message);
};

const changesTopics = m => Object.keys(m).some(name => name.includes('forum_topic'));

const change = (d, what) => {
  const chat = state.chats.get(d.chat_id);
  if (!chat || d.message.reply_keyboard || changesTopics(d.message)) reloadSoon();
  if (!chat) return;
  what(chat.messages, chat.messages.findIndex(m => m.message_id === d.message.message_id));
  redraw('log', 'side');
};

on({
  sent: d => change(d, (list, i) => {
    if (i >= 0) {
      list[i] = d.message;
      return;
    }
    place(list, d.message);
    endDrafts(state.chats.get(d.chat_id), d.message);
    state.actions.delete(d.chat_id);
    redraw('head');
    if (!isMine(d.message)) noteUnread(state.chats.get(d.chat_id), d.message);
    if (isMine(d.message)) {
      if (d.chat_id === state.chat) queueMicrotask(toEnd);
    } else if (d.chat_id !== state.chat || document.hidden) {
      state.unread.set(d.chat_id, (state.unread.get(d.chat_id) || 0) + 1);
    } else if (!isAtEnd()) {
      shown.missed++;
    }
  }),
  edited: d => change(d, (list, i) => { if (i >= 0) list[i] = d.message; }),
  deleted: d => change(d, (list, i) => { if (i >= 0) list.splice(i, 1); }),
});

export const setUpLog = () => {
  $('log').addEventListener('scroll', () => {
    if (isAtEnd()) shown.missed = 0;
    drawDown();
  });
  $('log').addEventListener('keydown', moveFocus);
  $('down').addEventListener('click', toEnd);
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || state.picking === null) return;
    event.preventDefault();
    closePicker();
  });
  document.addEventListener('pointerdown', event => {
    if (!event.target.closest('.picker, .tools')) closePicker();
  });

  // A picture or a keyboard that appears must not push the newest message out of sight.
  let wasAtEnd = true;
  $('log').addEventListener('scroll', () => { wasAtEnd = isAtEnd(); });
  new ResizeObserver(() => { if (wasAtEnd) toEnd(); }).observe($('log'));
  $('log').addEventListener('load', () => { if (wasAtEnd) toEnd(); }, true);
};
