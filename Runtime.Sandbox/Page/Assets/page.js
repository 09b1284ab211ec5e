'use strict';
// Everything that comes from a bot or a user reaches the page as text nodes and attributes only, never as markup.
const $ = id => document.getElementById(id);
const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (name === 'class') node.className = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter(child => child !== undefined && child !== null));
  return node;
};
const state = { bot: null, people: [], chats: new Map(), wire: [], webhook: {}, me: null, chat: null, editing: null, filter: 'all', unread: new Set(), picking: null };
const remembered = { get me() { return sessionStorage.getItem('me'); }, set me(id) { sessionStorage.setItem('me', id); } };

const act = async (action, details = {}) => {
  const body = JSON.stringify({ action, user: state.me, chat: state.chat, ...details });
  return answer(await fetch('/sandbox/act', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Sandbox': '1' }, body }));
};
const answer = async response => {
  const result = await response.json();
  if (!response.ok) toast(result.error || 'That did not work.');
  return result;
};
let toastTimer;
const toast = text => {
  clearTimeout(toastTimer);
  $('toast').textContent = text;
  $('toast').hidden = false;
  toastTimer = setTimeout(() => { $('toast').hidden = true; }, 5000);
};

// ---- text with entities ----
const safeUrl = url => { try { return ['http:', 'https:', 'tg:', 'mailto:', 'tel:'].includes(new URL(url).protocol) ? url : null; } catch { return null; } };
const wrap = (entity, inner, text) => {
  const link = href => safeUrl(href) ? el('a', { href: safeUrl(href), target: '_blank', rel: 'noreferrer noopener' }, ...inner) : el('span', {}, ...inner);
  switch (entity.type) {
    case 'bold': return el('strong', {}, ...inner);
    case 'italic': return el('em', {}, ...inner);
    case 'underline': return el('u', {}, ...inner);
    case 'strikethrough': return el('s', {}, ...inner);
    case 'code': return el('code', {}, ...inner);
    case 'pre': return el('pre', { title: entity.language }, ...inner);
    case 'blockquote': case 'expandable_blockquote': return el('blockquote', {}, ...inner);
    case 'spoiler': return el('button', { type: 'button', class: 'spoiler', 'aria-label': 'Show spoiler', on: { click: e => e.currentTarget.classList.add('open') } }, ...inner);
    case 'text_link': return link(entity.url);
    case 'url': return link(/^[a-z]+:\/\//i.test(text) ? text : 'https://' + text);
    case 'email': return link('mailto:' + text);
    case 'bot_command': return el('button', { type: 'button', class: 'command', on: { click: () => act('say', { text }) } }, ...inner);
    case 'mention': case 'hashtag': case 'cashtag': case 'text_mention': return el('span', { class: 'command' }, ...inner);
    default: return el('span', {}, ...inner);
  }
};
const formatted = (text, entities = [], from = 0, to = text.length) => {
  const out = [];
  let at = from;
  const inside = entities.filter(e => e.offset >= from && e.offset + e.length <= to);
  while (inside.length) {
    const first = inside.shift();
    if (first.offset < at) continue;
    if (first.offset > at) out.push(text.slice(at, first.offset));
    const end = first.offset + first.length;
    const nested = inside.filter(e => e.offset >= first.offset && e.offset + e.length <= end);
    out.push(wrap(first, formatted(text, nested, first.offset, end), text.slice(first.offset, end)));
    at = end;
  }
  if (at < to) out.push(text.slice(at, to));
  return out;
};

// ---- messages ----
const fileUrl = id => '/sandbox/file?id=' + encodeURIComponent(id);
const media = m => {
  const photo = m.photo && m.photo[m.photo.length - 1];
  if (photo) return el('img', { class: 'media', src: fileUrl(photo.file_id), alt: m.caption || 'Photo', width: photo.width, height: photo.height, loading: 'lazy' });
  if (m.sticker) return el('img', { class: 'media', src: fileUrl(m.sticker.file_id), alt: m.sticker.emoji || 'Sticker' });
  const moving = m.video || m.animation || m.video_note;
  if (moving) return /image/.test(moving.mime_type || '') ? el('img', { class: 'media', src: fileUrl(moving.file_id), alt: 'Animation' }) : el('video', { class: 'media', src: fileUrl(moving.file_id), controls: true, preload: 'metadata' });
  const sound = m.audio || m.voice;
  if (sound) return el('audio', { src: fileUrl(sound.file_id), controls: true, preload: 'metadata' });
  if (m.document) return el('a', { class: 'file', href: fileUrl(m.document.file_id), download: m.document.file_name || 'file' }, '📄 ' + (m.document.file_name || 'file'), el('span', { class: 'hint' }, size(m.document.file_size)));
  return null;
};
const size = bytes => bytes > 1048575 ? (bytes / 1048576).toFixed(1) + ' MB' : bytes > 1023 ? Math.round(bytes / 1024) + ' KB' : (bytes || 0) + ' B';
const special = m => {
  if (m.dice) return `${m.dice.emoji} ${m.dice.value}`;
  if (m.venue) return `📍 ${m.venue.title}\n${m.venue.address}`;
  if (m.location) return `📍 ${m.location.latitude}, ${m.location.longitude}`;
  if (m.contact) return `👤 ${m.contact.first_name} ${m.contact.last_name || ''}\n${m.contact.phone_number}`;
  return null;
};
const service = m => {
  const names = list => list.map(u => u.first_name).join(', ');
  if (m.new_chat_members) return names(m.new_chat_members) + ' joined';
  if (m.left_chat_member) return m.left_chat_member.first_name + ' left';
  if (m.new_chat_title) return `The chat is now called “${m.new_chat_title}”`;
  if (m.pinned_message) return 'Pinned: ' + preview(m.pinned_message);
  if (m.new_chat_photo) return 'The chat has a new photo';
  if (m.delete_chat_photo) return 'The chat’s photo was removed';
  return null;
};
const preview = m => m.text || m.caption || service(m) || special(m) || (m.photo ? 'Photo' : m.poll ? m.poll.question : m.document ? m.document.file_name : m.video ? 'Video' : 'Message');
const isMine = m => m.from ? m.from.id === state.me && !m.from.is_bot : false;
const button = (m, b, row, column) => {
  const attributes = { class: b.style, type: 'button' };
  if (b.url && safeUrl(b.url)) return el('a', { class: b.style, href: safeUrl(b.url), target: '_blank', rel: 'noreferrer noopener' }, b.text + ' ↗');
  return el('button', { ...attributes, on: { click: () => act('press', { message: m.message_id, row, column }) } }, b.text);
};
const poll = m => el('div', { class: 'rows' }, el('strong', {}, m.poll.question), ...m.poll.options.map((o, index) => el('div', { class: 'row' },
  el('button', { type: 'button', disabled: m.poll.is_closed, on: { click: () => act('vote', { message: m.message_id, option: index }) } }, `${o.text} · ${o.voter_count}`))));
const time = m => new Date((m.edit_date || m.date) * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
const bubble = parts => {
  const m = parts[0];
  const captioned = parts.find(p => p.text || p.caption) || m;
  const text = captioned.text || captioned.caption;
  const pictures = parts.map(media).filter(Boolean);
  const inGroup = m.chat.type !== 'private' && !isMine(m);
  const name = m.from ? m.from.first_name : (m.sender_chat && m.sender_chat.title);
  const reactions = {};
  for (const r of m.reactions || []) { const e = r.type.emoji || '★'; reactions[e] = (reactions[e] || 0) + 1; }
  return el('div', { class: 'bubble' },
    inGroup ? el('span', { class: 'from' }, name) : null,
    m.forward_origin ? el('span', { class: 'hint' }, 'Forwarded from ' + ((m.forward_origin.sender_user || {}).first_name || (m.forward_origin.chat || m.forward_origin.sender_chat || {}).title || '…')) : null,
    m.via_bot ? el('span', { class: 'hint' }, 'via @' + m.via_bot.username) : null,
    m.reply_to_message ? el('div', { class: 'quote' }, preview(m.reply_to_message)) : null,
    pictures.length > 1 ? el('div', { class: 'album' }, ...pictures) : pictures[0],
    m.poll ? poll(m) : null,
    special(m) ? el('span', { class: 'body' }, special(m)) : null,
    text ? el('span', { class: 'body' }, ...formatted(text, captioned.text ? captioned.entities : captioned.caption_entities)) : null,
    el('span', { class: 'meta' }, (m.edit_date ? 'edited ' : '') + time(m)),
    Object.keys(reactions).length ? el('div', { class: 'reactions' }, ...Object.entries(reactions).map(([e, n]) => el('span', {}, n > 1 ? `${e} ${n}` : e))) : null);
};
const emojis = ['👍', '❤', '🔥', '😁', '🎉', '🤔', '👎'];
const messageNode = parts => {
  const m = parts[0];
  if (service(m)) return el('li', { class: 'service' }, service(m));
  const mine = isMine(m);
  const rows = (m.reply_markup && m.reply_markup.inline_keyboard) || [];
  const reacted = (m.reactions || []).find(r => r.user_id === state.me);
  return el('li', { class: mine ? 'msg mine' : 'msg', 'data-id': m.message_id },
    bubble(parts),
    rows.length ? el('div', { class: 'rows' }, ...rows.map((row, r) => el('div', { class: 'row' }, ...row.map((b, c) => button(m, b, r, c))))) : null,
    state.picking === m.message_id ? el('div', { class: 'picker' }, ...emojis.map(e => el('button', { type: 'button', 'aria-label': 'React ' + e, on: { click: () => { state.picking = null; act('react', { message: m.message_id, emoji: reacted && reacted.type.emoji === e ? '' : e }); drawLog(); } } }, e))) : null,
    el('div', { class: 'tools' },
      el('button', { type: 'button', on: { click: () => { state.picking = state.picking === m.message_id ? null : m.message_id; drawLog(); } } }, 'React'),
      mine ? el('button', { type: 'button', on: { click: () => startEditing(m) } }, 'Edit') : null));
};
const grouped = messages => {
  const groups = [];
  for (const m of messages) {
    const last = groups[groups.length - 1];
    if (m.media_group_id && last && last[0].media_group_id === m.media_group_id) last.push(m);
    else groups.push([m]);
  }
  return groups;
};

// ---- drawing ----
const person = () => state.people.find(p => p.id === state.me);
const chatsOfMe = () => {
  const rooms = [...state.chats.values()];
  const own = rooms.find(c => c.id === state.me) || { id: state.me, type: 'private', members: [], messages: [] };
  return [own, ...rooms.filter(c => c.id < 0 && c.members.some(m => m.id === state.me && m.present))];
};
const chatName = chat => chat.type === 'private' ? state.bot.first_name : chat.title;
const current = () => chatsOfMe().find(c => c.id === state.chat) || chatsOfMe()[0];
const drawSide = () => {
  $('who').replaceChildren(...state.people.map(p => el('option', { value: p.id, selected: p.id === state.me }, p.first_name)));
  $('chats').replaceChildren(...chatsOfMe().map(chat => {
    const last = chat.messages[chat.messages.length - 1];
    return el('button', { type: 'button', class: 'chat', 'aria-current': chat.id === state.chat ? 'true' : null, on: { click: () => choose(chat.id) } },
      el('span', { class: 'face', 'aria-hidden': 'true' }, (chatName(chat) || '?').slice(0, 1).toUpperCase()),
      el('span', {}, chatName(chat)), state.unread.has(chat.id) ? el('span', { class: 'dot', title: 'New messages' }) : el('span'),
      el('span', { class: 'last' }, last ? preview(last) : chat.type === 'private' ? 'Say something' : chat.type));
  }));
};
const drawLog = () => {
  const log = $('log');
  const chat = current();
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  $('title').textContent = chatName(chat) || '';
  $('subtitle').textContent = chat.type === 'private' ? '@' + state.bot.username + ' · bot' : `${chat.type} · ${chat.members.filter(m => m.present).length} members · ${chat.id}`;
  log.replaceChildren(...(chat.messages.length ? grouped(chat.messages).map(messageNode)
    : [el('li', { class: 'empty' }, chat.type === 'private' ? 'Nothing here yet. Write to the bot, or start it with /start.' : 'Nothing here yet.')]));
  if (atEnd) log.scrollTop = log.scrollHeight;
  const keyboard = chat.keyboard && chat.keyboard.keyboard;
  $('keys').hidden = !keyboard;
  $('keys').replaceChildren(el('div', { class: 'rows' }, ...(keyboard || []).map((row, r) => el('div', { class: 'row' },
    ...row.map((b, c) => el('button', { type: 'button', class: b.style, on: { click: () => act('pressReply', { row: r, column: c }) } }, b.text))))));
  $('text').placeholder = (chat.keyboard && chat.keyboard.input_field_placeholder) || 'Message';
};
const drawHook = () => {
  const info = state.webhook;
  const summary = $('hook').querySelector('summary');
  summary.replaceChildren(info.url ? 'Webhook ' + info.url : 'No webhook', ` · ${info.pending_update_count || 0} pending`,
    info.last_error_message ? el('span', { class: 'error' }, info.last_error_message) : '');
  $('hook').querySelector('pre').textContent = JSON.stringify(info, null, 2);
};
const entryNode = e => {
  const isCall = e.kind === 'call';
  const ok = isCall ? e.status === 200 : e.status >= 200 && e.status < 300;
  const retry = e.retry_in_s === null || e.retry_in_s === undefined ? (e.dropped ? 'dropped' : '') : e.retry_in_s === 0 ? 'retry now' : `retry in ${e.retry_in_s} s`;
  const detail = isCall ? [e.origin === 'http' ? '' : e.origin, e.response.description || ''] : [`update ${e.update_id}`, `queue ${e.queue}`, `attempt ${e.attempt}`, retry, e.error || ''];
  const shown = isCall ? { request: e.request, response: e.response } : e.body;
  return el('li', { 'data-kind': e.kind }, el('details', { on: { toggle: event => {
    const box = event.currentTarget;
    if (box.open && !box.querySelector('pre')) box.append(el('pre', {}, JSON.stringify(shown, null, 2)));
  } } }, el('summary', {},
    el('span', { class: 'status ' + (ok ? 'good' : e.status ? 'bad' : 'wait') }, e.status || '—'),
    el('span', { class: 'what' }, isCall ? `${e.method}` : `→ ${e.update_kind}`), el('span', { class: 'took' }, e.duration_ms + ' ms'),
    el('span', { class: ok ? 'more' : 'more error' }, detail.filter(Boolean).join(' · ')))));
};
const shownEntry = e => (state.filter === 'all' || e.kind === state.filter) && !(e.method === 'getUpdates' && e.status === 200 && e.response.result.length === 0);
const drawWire = () => $('entries').replaceChildren(...state.wire.filter(shownEntry).slice(-200).reverse().map(entryNode));
const draw = () => { drawSide(); drawLog(); drawHook(); drawWire(); };

// ---- doing ----
const choose = id => { state.chat = id; state.unread.delete(id); stopEditing(); setView('chat'); drawSide(); drawLog(); $('log').scrollTop = $('log').scrollHeight; };
const become = id => { state.me = id; remembered.me = id; choose(id); };
const setView = view => { document.body.dataset.view = view; for (const tab of document.querySelectorAll('.tabs button')) tab.toggleAttribute('aria-current', tab.dataset.view === view); };
const startEditing = m => { state.editing = m; $('mode').hidden = false; $('mode').firstElementChild.textContent = 'Editing: ' + preview(m).slice(0, 60); $('text').value = m.text || m.caption || ''; $('text').focus(); };
const stopEditing = () => { if (!state.editing) return; state.editing = null; $('mode').hidden = true; $('text').value = ''; };
const submit = async event => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (!text) return;
  const editing = state.editing;
  $('text').value = '';
  stopEditing();
  await (editing ? act('edit', { message: editing.message_id, text }) : act('say', { text }));
};
const sendFiles = async () => {
  const form = new FormData();
  form.set('user', state.me); form.set('chat', state.chat); form.set('caption', $('text').value.trim());
  for (const file of $('files').files) form.append('files', file);
  $('files').value = ''; $('text').value = '';
  await answer(await fetch('/sandbox/files', { method: 'POST', headers: { 'X-Sandbox': '1' }, body: form }));
};
const addSomething = async event => {
  event.preventDefault();
  const type = new FormData($('adding')).get('type');
  const made = await act('add', { type, name: $('name').value.trim() });
  if (!made.id) return;
  $('dialog').close();
  $('name').value = '';
  await load();
  if (type === 'user') become(made.id); else choose(made.id);
};

// ---- what happens ----
const load = async () => {
  const fresh = await (await fetch('/sandbox/state')).json();
  Object.assign(state, { bot: fresh.bot, people: fresh.people, wire: fresh.wire, webhook: fresh.webhook, chats: new Map(fresh.chats.map(c => [c.id, c])) });
  if (!state.people.some(p => p.id === state.me)) state.me = (state.people.find(p => String(p.id) === remembered.me) || state.people[0] || {}).id;
  if (!chatsOfMe().some(c => c.id === state.chat)) state.chat = state.me;
  draw();
};
let reloading;
const reloadSoon = () => { clearTimeout(reloading); reloading = setTimeout(load, 30); };
let asking;
const askWebhook = () => { clearTimeout(asking); asking = setTimeout(async () => { state.webhook = await (await fetch('/sandbox/webhook')).json(); drawHook(); }, 80); };
const happenings = {
  sent: d => changeMessage(d, (list, i) => { if (i < 0) list.push(d.message); else list[i] = d.message; }),
  edited: d => changeMessage(d, (list, i) => { if (i >= 0) list[i] = d.message; }),
  deleted: d => changeMessage(d, (list, i) => { if (i >= 0) list.splice(i, 1); }),
  wire: d => { state.wire.push(d); if (state.wire.length > 500) state.wire.shift(); if (shownEntry(d)) { $('entries').prepend(entryNode(d)); if ($('entries').childElementCount > 200) $('entries').lastElementChild.remove(); } askWebhook(); },
  queued: askWebhook,
  action: d => { if (d.chat_id === state.chat) { $('subtitle').textContent = d.action === 'typing' ? 'typing…' : d.action.replaceAll('_', ' ') + '…'; } },
  callback_answer: d => { if (d.user_id === state.me && d.answer.text) toast(d.answer.text); },
};
const changeMessage = (d, change) => {
  const chat = state.chats.get(d.chat_id);
  if (!chat || d.message.reply_keyboard) return reloadSoon();
  change(chat.messages, chat.messages.findIndex(m => m.message_id === d.message.message_id));
  if (d.chat_id === state.chat) drawLog(); else state.unread.add(d.chat_id);
  drawSide();
};
const listen = () => {
  const events = new EventSource('/sandbox/events');
  events.onopen = load;
  events.onmessage = e => { const { kind, data } = JSON.parse(e.data); (happenings[kind] || reloadSoon)(data); };
};

$('composer').addEventListener('submit', submit);
$('text').addEventListener('keydown', e => {
  if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) submit(e);
  if (e.key === 'Escape') stopEditing();
  if (e.key === 'ArrowUp' && !$('text').value) { const own = current().messages.filter(isMine).at(-1); if (own) { e.preventDefault(); startEditing(own); } }
});
$('cancel').addEventListener('click', stopEditing);
$('files').addEventListener('change', sendFiles);
$('who').addEventListener('change', e => become(Number(e.target.value)));
$('add').addEventListener('click', () => { $('dialog').showModal(); $('name').focus(); });
$('close').addEventListener('click', () => $('dialog').close());
$('adding').addEventListener('submit', addSomething);
for (const radio of document.querySelectorAll('[name=type]')) radio.addEventListener('change', () => { $('adding-hint').textContent = radio.value === 'user' ? '' : `Everybody there is now joins it, and so does the bot${radio.value === 'channel' ? ' as an administrator' : ''}.`; });
for (const filter of document.querySelectorAll('[data-filter]')) filter.addEventListener('click', () => {
  state.filter = filter.dataset.filter;
  for (const other of document.querySelectorAll('[data-filter]')) other.setAttribute('aria-pressed', other === filter);
  drawWire();
});
for (const tab of document.querySelectorAll('.tabs button')) tab.addEventListener('click', () => setView(tab.dataset.view));
setView('chat');
listen();
