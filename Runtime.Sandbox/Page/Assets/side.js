// Who one is, the chats there are, and the head of the one that is open.
import { $, el, button, clock, day, keyed } from './dom.js';
import { state, redraw, remembered, chatsOfMe, chatName, current, me, isIn, isPrivate, totalUnread } from './store.js';
import { act, load, on, turnTo } from './server.js';
import { stopWriting } from './composer.js';
import { toEnd } from './scroll.js';
import { focusField } from './field.js';
import { author, preview, service } from './words.js';

const actionSeconds = 5;

const lastLine = chat => {
  const last = chat.messages[chat.messages.length - 1];
  if (!last) return isPrivate(chat) ? 'No messages yet' : chat.type;
  const who = service(last) || isPrivate(chat) || chat.type === 'channel' ? '' : (last.from && last.from.id === state.me ? 'You: ' : author(last) + ': ');
  return who + preview(last);
};

const when = chat => {
  const last = chat.messages[chat.messages.length - 1];
  if (!last) return '';
  return day(last.date) === 'Today' ? clock(last.date) : day(last.date);
};

const chatItem = chat => {
  const unread = state.unread.get(chat.id) || 0;
  const isCurrent = chat.id === state.chat;
  const name = chatName(chat);
  return {
    key: chat.id,
    sign: JSON.stringify([name, lastLine(chat), when(chat), unread, isCurrent, isIn(chat)]),
    make: () => button({ class: isIn(chat) ? 'chat' : 'chat outside', 'aria-current': isCurrent ? 'true' : null, on: { click: () => choose(chat.id) } },
      el('span', { class: `face hue-${Math.abs(chat.id) % 6}`, 'aria-hidden': 'true' }, [...name || '?'][0].toUpperCase()),
      el('span', { class: 'chat-name' }, name), el('span', { class: 'hint' }, when(chat)),
      el('span', { class: 'last' }, isIn(chat) ? lastLine(chat) : 'Not joined'),
      unread ? el('span', { class: 'count', 'aria-label': `${unread} new` }, unread > 99 ? '99+' : unread) : el('span')),
  };
};

const drawBots = () => {
  const sign = JSON.stringify([state.bots, state.bot.id]);
  if ($('which').sign === sign) return;
  $('which').sign = sign;
  $('bots').hidden = state.bots.length < 2;
  $('which').replaceChildren(...state.bots.map(b => el('option', { value: b.id, selected: b.id === state.bot.id }, `${b.first_name} @${b.username}`)));
};

export const drawSide = () => {
  const people = state.people.map(p => [p.id, state.unread.get(p.id) && p.id !== state.me ? `${p.first_name} (${state.unread.get(p.id)})` : p.first_name]);
  const sign = JSON.stringify([people, state.me]);
  if ($('who').sign !== sign) {
    $('who').sign = sign;
    $('who').replaceChildren(...people.map(([id, name]) => el('option', { value: id, selected: id === state.me }, name)));
  }
  $('you').hidden = people.length === 0;
  drawBots();
  keyed($('chats'), chatsOfMe().map(chatItem));
  const unread = totalUnread();
  $('unread').textContent = unread || '';
  document.title = unread ? `(${unread}) Telegram sandbox` : 'Telegram sandbox';
};

const subtitle = chat => {
  const action = state.actions.get(chat.id);
  if (action) return action.replaceAll('_', ' ') + '…';
  if (isPrivate(chat)) return `@${state.bot.username} · bot`;
  const members = chat.members.filter(m => m.present).length;
  return `${chat.is_forum ? 'forum' : chat.type} · ${members === 1 ? '1 member' : members + ' members'} · ${chat.id}`;
};

export const drawHead = () => {
  const chat = current();
  $('title').textContent = chat ? chatName(chat) : 'Telegram sandbox';
  $('subtitle').textContent = chat ? subtitle(chat) : '';
  $('membership').hidden = $('bot-role').hidden = $('bot-presence').hidden = !chat;
  $('joining').hidden = true;
  $('composer').hidden = !chat;
  if (!chat) return;
  drawBot(chat);
  const blocks = isPrivate(chat) && me().blocks_bot;
  $('membership').textContent = isPrivate(chat) ? (blocks ? 'Unblock' : 'Block bot') : isIn(chat) ? 'Leave' : 'Join';
  $('joining').hidden = isIn(chat) && !blocks;
  $('joining').textContent = blocks ? 'Unblock the bot' : `Join ${chatName(chat)}`;
  $('composer').hidden = !$('joining').hidden;
  const isNew = isPrivate(chat) && chat.messages.length === 0;
  $('start').hidden = !isNew;
};

// The bot can be made administrator, or thrown out, and brought back.
const drawBot = chat => {
  const bot = isPrivate(chat) ? null : chat.members.find(m => m.id === state.bot.id);
  $('bot-role').hidden = !bot || !bot.present;
  $('bot-presence').hidden = isPrivate(chat);
  $('bot-role').textContent = bot && bot.status === 'administrator' ? 'Demote bot' : 'Promote bot';
  $('bot-presence').textContent = bot && bot.present ? 'Remove bot' : 'Add bot';
};

const changeBot = async action => {
  if (await act(action)) load();
};

const changeWhich = async () => {
  stopWriting();
  await turnTo(Number($('which').value));
  choose(state.chat);
};

const changeMembership = () => {
  const chat = current();
  act(isPrivate(chat) ? (me().blocks_bot ? 'unblock' : 'block') : isIn(chat) ? 'leave' : 'join');
};

const goTo = id => {
  state.chat = id;
  state.topic = null;
  state.unreadTopics.clear();
  state.picking = null;
  state.unread.delete(id);
  stopWriting();
};

export const choose = id => {
  goTo(id);
  setView('chat');
  redraw();
  queueMicrotask(() => {
    toEnd();
    focusField();
  });
};

export const become = id => {
  state.me = remembered.me = id;
  state.chat = null;
  choose(id);
};

export const setView = view => {
  document.body.dataset.view = view;
  for (const tab of document.querySelectorAll('.tabs button')) {
    if (tab.dataset.view === view) tab.setAttribute('aria-current', 'page');
    else tab.removeAttribute('aria-current');
  }
};

const step = by => {
  const ids = chatsOfMe().map(c => c.id);
  if (ids.length) choose(ids[(ids.indexOf(state.chat) + by + ids.length) % ids.length]);
};

const clearing = new Map();
on({
  action: ({ chat_id, action }) => {
    clearTimeout(clearing.get(chat_id));
    if (action === 'cancel') state.actions.delete(chat_id);
    else state.actions.set(chat_id, action);
    clearing.set(chat_id, setTimeout(() => { state.actions.delete(chat_id); redraw('head'); }, actionSeconds * 1000));
    redraw('head');
  },
});

export const setUpSide = () => {
  $('who').addEventListener('change', e => become(Number(e.target.value)));
  $('which').addEventListener('change', changeWhich);
  $('membership').addEventListener('click', changeMembership);
  $('bot-role').addEventListener('click', () => changeBot($('bot-role').textContent === 'Demote bot' ? 'demoteBot' : 'promoteBot'));
  $('bot-presence').addEventListener('click', () => changeBot($('bot-presence').textContent === 'Remove bot' ? 'removeBot' : 'addBot'));
  $('joining').addEventListener('click', changeMembership);
  for (const tab of document.querySelectorAll('.tabs button')) tab.addEventListener('click', () => setView(tab.dataset.view));
  document.addEventListener('keydown', e => {
    if (!e.altKey || (e.key !== 'ArrowUp' && e.key !== 'ArrowDown') || document.querySelector('dialog[open]')) return;
    e.preventDefault();
    step(e.key === 'ArrowUp' ? -1 : 1);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || !state.unread.delete(state.chat)) return;
    redraw('side');
  });
  setView('chat');
};
