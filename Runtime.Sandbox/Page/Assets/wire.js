// What goes over the wire: deliveries to the bot, its calls, and what getWebhookInfo says.
import { $, el, clock, keyed } from './dom.js';
import { state, redraw } from './store.js';
import { on, askWebhook, reloadSoon } from './server.js';
import { jsonBlock } from './json.js';

const kept = 500;
const shownAtMost = 200;
let kind = 'all';
let words = '';
const clearedUpTo = new Map();

const isGood = e => e.status >= 200 && e.status < 300;
const seconds = s => s >= 60 ? `${Math.floor(s / 60)} min ${Math.round(s % 60)} s` : `${Math.round(s * 10) / 10} s`;
const took = ms => ms >= 1000 ? (ms / 1000).toFixed(1) + ' s' : (ms >= 10 ? Math.round(ms) : ms) + ' ms';

// The next attempt has a row of its own, so that only the last one of an update counts down.
const isLast = e => !state.wire.some(other => other.kind === 'delivery' && other.update_id === e.update_id && other.number > e.number);
const left = e => Math.max(0, Math.ceil(Date.parse(e.at) / 1000 + e.retry_in_s - Date.now() / 1000));
const counts = e => e.kind === 'delivery' && !e.dropped && e.retry_in_s > 0 && isLast(e) && !state.sending.has(e.update_id) && left(e) > 0;

const next = e => {
  if (e.dropped) return 'dropped';
  if (e.retry_in_s === null || e.retry_in_s === undefined) return '';
  if (counts(e)) return `retry in ${seconds(left(e))}`;
  return e.retry_in_s === 0 ? 'retry now' : `retry after ${seconds(e.retry_in_s)}`;
};

const content = update => update && Object.entries(update).find(([name]) => name !== 'update_id');

// What an update says: the text of a message, the data of a button, the query.
const gist = update => {
  const [, body] = content(update) || [];
  const said = body && (body.text || body.caption || body.data || body.query || '');
  return said ? `“${String(said).slice(0, 80)}”` : '';
};

const brought = e => {
  if (e.method !== 'getUpdates' || !e.response.ok) return '';
  const updates = e.response.result;
  const first = updates.slice(0, 3).map(update => [(content(update) || [])[0], gist(update)].filter(Boolean).join(' '));
  return `brought ${updates.length === 1 ? '1 update' : updates.length + ' updates'}: ${first.join(', ')}${updates.length > 3 ? ', …' : ''}`;
};

const brief = request => {
  const said = request.text || request.caption || request.url || request.question || '';
  return [request.chat_id && `chat ${request.chat_id}`, request.message_id && `message ${request.message_id}`, said && `“${String(said).slice(0, 80)}”`].filter(Boolean).join(' · ');
};

const details = e => e.kind === 'call'
  ? [e.origin === 'http' ? '' : e.origin, brief(e.request), brought(e)]
  : [gist(e.body), `update ${e.update_id}`, `queue ${e.queue}`, `attempt ${e.attempt}`, next(e)].map((part, i) => i === 0 ? part : part.replaceAll(' ', '\u00a0'));

const problem = e => e.kind === 'call' ? (e.response.ok ? '' : e.response.description || '') : e.error || '';

const blocks = e => e.kind === 'call' ? [jsonBlock('Request', e.request), jsonBlock('Response', e.response)] : [jsonBlock('Update', e.body)];

// Long names may break between their words, not within one.
const breakable = name => name.split(/(?=[A-Z])|(?<=_)/).flatMap((word, i) => i ? [el('wbr'), word] : [word]);

const entryNode = e => {
  const open = event => {
    const box = event.currentTarget;
    if (box.open && !box.querySelector('.json')) box.append(...blocks(e));
  };
  const isCall = e.kind === 'call';
  return el('li', { 'data-kind': e.kind, 'data-number': e.number }, el('details', { on: { toggle: open } }, el('summary', {},
    el('span', { class: 'status ' + (isGood(e) ? 'good' : e.status ? 'bad' : 'wait') }, e.status || 'none'),
    el('span', { class: 'what-line' }, el('span', { class: 'way', title: isCall ? 'The bot calls' : 'Delivery to the bot' }, isCall ? 'call' : 'update'),
      el('span', { class: 'what' }, breakable(isCall ? e.method : e.update_kind))),
    el('span', { class: 'took' }, took(e.duration_ms)), el('time', { class: 'took', datetime: e.at }, clock(Date.parse(e.at) / 1000, true)),
    el('span', { class: 'more' }, details(e).filter(Boolean).join(' · ')),
    problem(e) ? el('span', { class: 'more error' }, problem(e)) : null)));
};

const runs = s => Math.max(0, Math.floor(Date.now() / 1000 - Date.parse(s.at) / 1000));

// A delivery that has no answer yet: a bot that hangs is seen while it hangs.
const sendingNode = s => el('li', { 'data-kind': 'delivery', class: 'under-way' }, el('div', { class: 'summary' },
  el('span', { class: 'status wait' }, '…'),
  el('span', { class: 'what-line' }, el('span', { class: 'way', title: 'Delivery to the bot' }, 'update'), el('span', { class: 'what' }, breakable(s.update_kind))),
  el('span', { class: 'took' }, `waiting ${runs(s)} s`), el('time', { class: 'took', datetime: s.at }, clock(Date.parse(s.at) / 1000, true)),
  el('span', { class: 'more' }, [gist(s.body), `update ${s.update_id}`, `attempt ${s.attempt}`].filter(Boolean).join(' · '))));

const slow = () => kind === 'call' || words ? [] : [...state.sending.values()].filter(s => runs(s) >= 1);

let ticking = null;
const tick = () => {
  const needed = state.sending.size > 0 || state.wire.some(counts);
  if (needed && ticking === null) ticking = setInterval(() => { redraw('wire'); tick(); }, 1000);
  if (needed || ticking === null) return;
  clearInterval(ticking);
  ticking = null;
};

const isIdlePoll = e => e.method === 'getUpdates' && e.status === 200 && e.response.result.length === 0;

const isShown = e => (kind === 'all' || e.kind === kind) && e.number > (clearedUpTo.get(state.bot.id) || 0) && !isIdlePoll(e)
  && (!words || JSON.stringify(e).toLowerCase().includes(words));

export const drawWire = () => {
  const shown = state.wire.filter(isShown).slice(-shownAtMost).reverse();
  const note = kind !== 'all' || words ? 'Nothing fits.' : 'Nothing yet. Each delivery to the bot and each of its calls appears here.';
  const waiting = slow().map(s => ({ key: `${state.bot.id}-sending-${s.update_id}`, sign: `${s.attempt}/${runs(s)}`, make: () => sendingNode(s) }));
  const told = shown.map(e => ({ key: `${state.bot.id}-${e.number}`, sign: counts(e) ? left(e) : '', make: () => entryNode(e) }));
  tick();
  keyed($('entries'), waiting.length + told.length ? [...waiting, ...told]
    : [{ key: 'empty', sign: note, make: () => el('li', { class: 'empty' }, note) }]);
};

// The error in getWebhookInfo stays after a success, as with the real service; whether it is over shows in the last delivery.
const health = info => {
  if (!info.url) return ['idle', 'No webhook', 'The bot polls with getUpdates, or has not registered yet.'];
  const last = state.wire.filter(e => e.kind === 'delivery').at(-1);
  if (last && !isGood(last)) return ['failing', 'Webhook failing', info.last_error_message || last.error];
  if (info.last_error_message && !(last && Date.parse(last.at) / 1000 >= info.last_error_date)) return ['failing', 'Webhook failing', info.last_error_message];
  return info.last_error_message ? ['good', 'Webhook delivering again', `Before: ${info.last_error_message}`] : ['good', 'Webhook set', ''];
};

export const drawHook = () => {
  const info = state.webhook;
  const [mark, title, note] = health(info);
  const facts = [
    ['URL', info.url], ['Pending', info.pending_update_count ?? 0], ['Connections', info.max_connections], ['Address', info.ip_address],
    ['Certificate', info.url ? (info.has_custom_certificate ? 'uploaded' : 'not uploaded') : null], ['Updates', info.allowed_updates && info.allowed_updates.join(', ')],
    ['Last error', info.last_error_date && `${clock(info.last_error_date, true)} · ${info.last_error_message}`],
  ].filter(([, value]) => value !== undefined && value !== null && value !== '');
  $('hook').dataset.health = mark;
  $('hook-title').textContent = title;
  $('hook-pending').textContent = `${info.pending_update_count || 0} pending`;
  $('hook-url').textContent = info.url || '';
  $('hook-note').textContent = note || '';
  $('hook-note').classList.toggle('error', mark === 'failing');
  $('failing').hidden = mark !== 'failing';
  $('hook-facts').replaceChildren(...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, String(value))]));
  $('hook-json').replaceChildren(jsonBlock('getWebhookInfo', info));
};

// Calls that change what is shown without a message: read everything again.
const changesState = e => e.kind === 'call' && e.status === 200 && /^(?!deleteMessages?$)(set|delete|ban|unban|restrict|promote|approve|leave|unpin)/i.test(e.method);

on({
  sending: s => {
    state.sending.set(s.update_id, s);
    tick();
  },
  queued: askWebhook,
  wire: e => {
    if (state.wire.some(known => known.number === e.number)) return;
    state.wire.push(e);
    if (e.kind === 'delivery') state.sending.delete(e.update_id);
    if (state.wire.length > kept) state.wire.shift();
    if (changesState(e)) reloadSoon();
    askWebhook();
    redraw('wire');
  },
});

export const setUpWire = () => {
  for (const filter of document.querySelectorAll('[data-filter]')) {
    filter.addEventListener('click', () => {
      kind = filter.dataset.filter;
      for (const other of document.querySelectorAll('[data-filter]')) other.setAttribute('aria-pressed', String(other === filter));
      redraw('wire');
    });
  }
  $('search').addEventListener('input', () => {
    words = $('search').value.trim().toLowerCase();
    redraw('wire');
  });
  $('clear').addEventListener('click', () => {
    clearedUpTo.set(state.bot.id, state.wire.length ? state.wire[state.wire.length - 1].number : 0);
    redraw('wire');
  });
};
