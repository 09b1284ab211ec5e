// Buttons: inline ones below a message, and the reply keyboard above the message field.
import { $, el, button, icon, copy } from './dom.js';
import { state, redraw, current, me, isIn, writesTo } from './store.js';
import { act, on } from './server.js';
import { toast, alertBox, confirmBox, openLink } from './dialogs.js';
import { write } from './field.js';
import { payButton, unlockButton } from './payments.js';

const answerPatience = 15000;

const waits = (m, row, column) => [...state.pressed.values()].some(p => p.message === m.message_id && p.row === row && p.column === column);

const forget = id => {
  const press = state.pressed.get(id);
  if (!press) return;
  clearTimeout(press.timer);
  state.pressed.delete(id);
  redraw('log');
};

const press = async (m, row, column) => {
  const result = await act('press', { message: m.message_id, row, column });
  if (!result || answered.delete(result.query)) return;
  const timer = setTimeout(() => {
    forget(result.query);
    toast('The bot has not answered the button.', true);
  }, answerPatience);
  state.pressed.set(result.query, { message: m.message_id, row, column, timer });
  redraw('log');
};

// Answers that came in before the press itself was confirmed.
const answered = new Set();

on({
  callback_answer: ({ id, user_id, answer }) => {
    if (user_id !== state.me) return;
    if (state.pressed.has(id)) forget(id); else answered.add(id);
    if (answer.url) openLink(answer.url, 'The bot sends you there.');
    else if (answer.text && answer.show_alert) alertBox(state.bot.first_name, answer.text);
    else if (answer.text) toast(answer.text);
  },
});

const link = url => /^[a-z]+:/i.test(url) ? url : 'http://' + url;

const inlineButton = (m, b, row, column) => {
  const style = ['primary', 'success', 'danger'].includes(b.style) ? b.style : null;
  const made = (click, glyph, more) => button({ class: style, on: { click }, ...more }, el('span', {}, b.text), glyph ? icon(glyph) : null);
  if (b.url) return made(() => openLink(link(b.url)), 'link', { title: b.url });
  if (b.login_url) return made(() => openLink(link(b.login_url.url), 'Log-in data is not added here.'), 'link', { title: b.login_url.url });
  if (b.web_app) return made(() => openLink(link(b.web_app.url), 'Web Apps do not run in the sandbox; this opens it as a plain page.'), 'app', { title: b.web_app.url });
  if (b.copy_text) return made(() => copy(b.copy_text.text, toast), 'copy', { title: b.copy_text.text });
  if (b.pay && m.invoice) return payButton(m, b.text);
  const query = b.switch_inline_query_current_chat ?? b.switch_inline_query ?? (b.switch_inline_query_chosen_chat && (b.switch_inline_query_chosen_chat.query || ''));
  if (query !== undefined) return made(() => write(`@${state.bot.username} ${query}`), 'search');
  if (!b.callback_data && !b.callback_game) return made(null, null, { disabled: true, title: 'This kind of button does nothing in the sandbox' });
  return made(() => press(m, row, column), null, waits(m, row, column) ? { 'aria-busy': 'true' } : {});
};

export const inlineKeyboard = m => {
  const rows = (m.reply_markup && m.reply_markup.inline_keyboard) || [];
  const made = rows.map((row, r) => row.map((b, c) => inlineButton(m, b, r, c)));
  if (m.invoice && rows.length === 0) made.push([payButton(m)]);
  if (m.paid_media && unlockButton(m)) made.unshift([unlockButton(m)]);
  return made.length ? el('div', { class: 'rows' }, made.map(row => el('div', { class: 'row' }, row))) : null;
};

const share = async (b, row, column) => {
  const what = b.request_contact ? 'phone number' : 'location';
  if (await confirmBox(`Share your ${what}?`, `The bot gets ${me().first_name}’s ${what}. Here it is a made-up one.`, 'Share')) act('pressReply', { row, column, topic: writesTo() });
};

const replyButton = (b, row, column) => {
  const asks = b.request_contact || b.request_location;
  const other = ['request_poll', 'request_users', 'request_chat', 'request_managed_bot', 'web_app'].find(name => b[name]);
  const glyph = b.request_contact ? 'person' : b.request_location ? 'pin' : b.web_app ? 'app' : null;
  const click = () => asks ? share(b, row, column) : act('pressReply', { row, column, topic: writesTo() });
  return button({ class: b.style, disabled: Boolean(other), title: other ? `${other}: not in the sandbox` : null, on: { click } }, glyph ? icon(glyph) : null, el('span', {}, b.text));
};

export const setUpKeys = () => {
  $('keys-toggle').addEventListener('click', () => {
    const id = current().id;
    if (!state.folded.delete(id)) state.folded.add(id);
    redraw('keys');
  });
};

export const drawKeys = () => {
  const chat = current();
  const shown = chat && isIn(chat) && chat.keyboard;
  const rows = shown ? shown.keyboard : [];
  const isFolded = Boolean(chat) && state.folded.has(chat.id);
  $('keys-toggle').hidden = rows.length === 0;
  $('keys-toggle').textContent = isFolded ? 'Show keyboard' : 'Hide keyboard';
  $('keys-toggle').setAttribute('aria-expanded', String(!isFolded));
  $('keys').hidden = rows.length === 0 || isFolded;
  $('keys').classList.toggle('tall', Boolean(shown) && !shown.resize_keyboard);
  const sign = JSON.stringify([chat && chat.id, rows]);
  if ($('keys').sign === sign) return;
  $('keys').sign = sign;
  $('keys').replaceChildren(el('div', { class: 'rows' }, rows.map((row, r) => el('div', { class: 'row' }, row.map((b, c) => replyButton(b, r, c))))));
};
