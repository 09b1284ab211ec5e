// One message, or an album, as a node.
import { el, button, icon, clock } from './dom.js';
import { state, redraw, isMine, isPrivate } from './store.js';
import { act } from './server.js';
import { formatted } from './entities.js';
import { visuals, attachment } from './media.js';
import { author, origin, preview, service } from './words.js';
import { pollNode } from './polls.js';
import { other } from './others.js';
import { inlineKeyboard } from './keyboards.js';
import { startEditing, startReply } from './composer.js';
import { jumpTo } from './scroll.js';
import { topicLabel } from './topics.js';

const emojis = ['👍', '❤', '🔥', '😁', '🎉', '🤔', '👎'];
const hues = 6;

const ownReaction = m => {
  const own = (m.reactions || []).find(r => r.user_id === state.me);
  return own && own.type.emoji;
};

const react = (m, emoji) => {
  state.picking = null;
  act('react', { message: m.message_id, emoji: ownReaction(m) === emoji ? '' : emoji });
  redraw('log');
};

const reactions = m => {
  const counts = new Map();
  for (const r of m.reactions || []) counts.set(r.type.emoji || '★', (counts.get(r.type.emoji || '★') || 0) + 1);
  return counts.size === 0 ? null : el('div', { class: 'reactions' }, [...counts].map(([emoji, count]) => button({
    'aria-pressed': String(ownReaction(m) === emoji), 'aria-label': `${emoji} ${count}`, on: { click: () => react(m, emoji) },
  }, `${emoji} ${count}`)));
};

const quote = m => {
  const quoted = m.reply_to_message;
  return quoted ? button({ class: 'quote', 'aria-label': `Answer to ${author(quoted)}: ${preview(quoted)}`, on: { click: () => jumpTo(quoted.message_id) } },
    el('span', { class: 'card-title' }, author(quoted)), el('span', { class: 'cut' }, (m.quote && m.quote.text) || preview(quoted))) : null;
};

const bubble = (parts, joined) => {
  const m = parts[0];
  const captioned = parts.find(p => p.text || p.caption) || m;
  const text = captioned.text || captioned.caption;
  const pictures = parts.flatMap(visuals);
  const files = pictures.length ? [] : parts.map(attachment).filter(Boolean);
  const edited = parts.some(p => p.edit_date);
  const named = !isPrivate(m.chat) && !isMine(m) && !joined && author(m);
  const label = joined ? null : topicLabel(m);
  const above = [
    named || label ? el('div', { class: 'head' }, named ? el('span', { class: `from hue-${Math.abs((m.from || m.sender_chat).id) % hues}` }, author(m)) : null, label) : null,
    origin(m) ? el('span', { class: 'hint' }, 'Forwarded from ', el('b', {}, origin(m))) : null,
    m.via_bot ? el('span', { class: 'hint' }, `via @${m.via_bot.username}`) : null,
    quote(m),
  ].filter(Boolean);
  const bare = pictures.length > 0 && !text && above.length === 0;
  const plain = m.sticker || m.video_note || m.dice;
  return el('div', { class: ['bubble', bare && 'bare', pictures.length && 'pictured', plain && 'plain'].filter(Boolean).join(' ') },
    above, pictures.length > 1 ? el('div', { class: `album of-${pictures.length % 2 ? 'odd' : 'even'}` }, pictures) : pictures, files,
    m.poll ? pollNode(m) : other(m),
    text ? el('div', { class: 'body', dir: 'auto' }, formatted(text, captioned.text ? captioned.entities : captioned.caption_entities)) : null,
    el('span', { class: edited ? 'meta edited' : 'meta', title: new Date(m.date * 1000).toLocaleString() }, (edited ? 'edited ' : '') + clock(m.date)),
    reactions(m));
};

const picker = m => el('div', { class: 'picker', role: 'group', 'aria-label': 'Reactions' },
  emojis.map(e => button({ 'aria-label': `React ${e}`, 'aria-pressed': String(ownReaction(m) === e), on: { click: () => react(m, e) } }, e)));

const focusIn = (id, selector) => queueMicrotask(() => queueMicrotask(() => {
  const node = document.querySelector(`#log [data-id="${id}"]`);
  if (node) ((selector && node.querySelector(selector)) || node).focus({ preventScroll: true });
}));

const togglePicker = m => {
  state.picking = state.picking === m.message_id ? null : m.message_id;
  redraw('log');
  focusIn(m.message_id, state.picking && '.picker button');
};

export const closePicker = () => {
  if (state.picking === null) return;
  const id = state.picking;
  state.picking = null;
  redraw('log');
  if (document.activeElement && document.activeElement.closest('.picker')) focusIn(id);
};

const tools = parts => {
  const m = parts[0];
  const tool = (label, key, glyph, click, more) => button({ class: 'icon', title: `${label} (${key})`, 'aria-label': label, ...more, on: { click } }, icon(glyph));
  return el('div', { class: 'tools' },
    tool('React', '+', 'smile', () => togglePicker(m), { 'aria-expanded': String(state.picking === m.message_id) }),
    tool('Reply', 'r', 'reply', () => startReply(m)),
    isEditable(parts) ? tool('Edit', 'e', 'edit', () => startEditing(editablePart(parts))) : null);
};

export const editablePart = parts => parts.find(p => p.caption) || parts[0];
export const isEditable = parts => isMine(parts[0]) && !parts[0].forward_origin && Boolean(parts[0].text || parts[0].photo || parts[0].document || parts[0].video);

const keysOf = (parts, event) => {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
  const action = { r: () => startReply(parts[0]), e: () => isEditable(parts) && startEditing(editablePart(parts)), '+': () => togglePicker(parts[0]) }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
};

export const messageNode = (parts, joined) => {
  const m = parts[0];
  if (service(m)) return el('li', { class: 'service' }, el('span', {}, service(m)));
  return el('li', {
    class: ['msg', isMine(m) && 'mine', joined && 'joined'].filter(Boolean).join(' '), 'data-id': m.message_id, tabindex: '-1',
    'aria-label': `${author(m)}, ${clock(m.date)}: ${preview(parts.find(p => p.caption) || m)}`, on: { keydown: event => keysOf(parts, event) },
  }, bubble(parts, joined), inlineKeyboard(m), state.picking === m.message_id ? picker(m) : null, tools(parts));
};
