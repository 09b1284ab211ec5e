// Invoices and paid media: what they cost, whether they are paid, and paying. No money moves.
import { el, button, icon } from './dom.js';
import { state, redraw, person } from './store.js';
import { act, on } from './server.js';
import { toast, alertBox, chooseBox, confirmBox } from './dialogs.js';

const answerPatience = 10000;
const stars = 'XTR';

// Amounts are whole numbers of the smallest unit, of which a currency's main unit has 1, 100 or 1000.
export const money = (amount, currency) => {
  if (currency === stars) return `${amount} ⭐`;
  const format = new Intl.NumberFormat([], { style: 'currency', currency });
  return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
};

export const price = m => money(m.invoice.total_amount, m.invoice.currency);

const waiting = new Map();
const early = new Map();

const answerTo = query => new Promise(resolve => {
  const timer = setTimeout(() => done(null), answerPatience);
  const done = answer => {
    clearTimeout(timer);
    waiting.delete(query);
    early.delete(query);
    resolve(answer);
  };
  waiting.set(query, done);
  if (early.has(query)) done(early.get(query));
});

const heard = ({ id, user_id, answer }) => {
  if (waiting.has(id)) waiting.get(id)(answer);
  else if (user_id === state.me) early.set(id, answer);
};

on({ shipping_answer: heard, checkout_answer: heard });

// One question to the bot, through the sandbox; null unless it says yes.
const ask = async (action, details) => {
  const asked = await act(action, details);
  if (!asked) return null;
  const answer = await answerTo(asked.query);
  if (!answer) toast('The bot has not answered the payment; nothing was paid.', true);
  else if (!answer.ok) alertBox('The bot refused the payment', answer.error_message);
  return answer && answer.ok ? { ...asked, answer } : null;
};

const shippingOption = (m, options) => chooseBox('How is it shipped?', options.map(o => {
  const cost = o.prices.reduce((sum, p) => sum + p.amount, 0);
  return `${o.title} · ${money(cost, m.invoice.currency)}`;
}));

const steps = async m => {
  const base = { user: state.me, chat: m.chat.id, message: m.message_id };
  let asked = await ask('pay', base);
  let shipping = {};
  if (asked && asked.ships) {
    const option = await shippingOption(m, asked.answer.shipping_options);
    if (option === null) return;
    shipping = { shipping: asked.query, option };
    asked = await ask('checkOut', { ...base, ...shipping });
  }
  if (asked) await act('settle', { ...base, ...shipping, query: asked.query });
};

export const isPaying = m => state.paying.has(`${m.chat.id}/${m.message_id}`);

const pay = async m => {
  if (isPaying(m) || !await confirmBox(`Pay ${price(m)}?`, `${m.invoice.title}. The bot is asked to confirm; no money moves.`, 'Pay')) return;
  const at = `${m.chat.id}/${m.message_id}`;
  state.paying.add(at);
  redraw('log');
  await steps(m);
  state.paying.delete(at);
  redraw('log');
};

const hasPaid = m => (m.buyers || []).includes(state.me);

export const payButton = (m, text) => {
  if (hasPaid(m)) return button({ disabled: true }, icon('check'), el('span', {}, 'Paid'));
  return button({ class: 'primary', 'aria-busy': isPaying(m) ? 'true' : null, on: { click: () => pay(m) } }, el('span', {}, text || `Pay ${price(m)}`));
};

const line = (label, amount, of = 'div') => el(of, { class: 'price' }, el('span', {}, label), el('span', {}, amount));

const payers = m => {
  const names = (m.buyers || []).map(id => id === state.me ? 'you' : (person(id) || {}).first_name || 'somebody');
  return names.length ? el('span', { class: 'paid' }, icon('check'), `Paid by ${names.join(', ')}`) : null;
};

export const invoiceNode = m => {
  const { title, description, currency } = m.invoice;
  const parts = m.prices && m.prices.length > 1 ? m.prices : [];
  return el('div', { class: 'invoice' }, el('span', { class: 'hint' }, 'Invoice'), el('strong', {}, title), el('p', {}, description),
    el('div', { class: 'prices' }, parts.map(p => line(p.label, money(p.amount, currency))), line('Total', price(m), 'strong')), payers(m));
};

const isLocked = m => m.paid_media.paid_media.some(item => item.type === 'preview');

export const paidMediaNode = m => {
  const { star_count, paid_media } = m.paid_media;
  const what = paid_media.length === 1 ? 'One picture or film' : `${paid_media.length} pictures or films`;
  return isLocked(m)
    ? el('div', { class: 'card' }, el('span', { class: 'disc' }, icon('lock')), el('div', { class: 'card-text' },
      el('span', { class: 'card-title' }, 'Paid media'), el('span', { class: 'hint' }, `${what}, ${money(star_count, stars)}`)))
    : el('span', { class: 'hint' }, `Paid media, ${money(star_count, stars)}`);
};

export const unlockButton = m => isLocked(m)
  ? button({ class: 'primary', on: { click: () => act('buy', { message: m.message_id }) } }, el('span', {}, `Unlock for ${money(m.paid_media.star_count, stars)}`)) : null;
