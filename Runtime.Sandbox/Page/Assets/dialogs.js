// Toasts, questions and the dialogs: whatever covers the page for a moment.
import { $, el, button, safeUrl } from './dom.js';

let hiding;
export const toast = (text, isError = false) => {
  clearTimeout(hiding);
  $('toast').textContent = text;
  $('toast').classList.toggle('error', isError);
  $('toast').hidden = false;
  hiding = setTimeout(() => { $('toast').hidden = true; }, 6000);
};

// Shows a dialog made for the occasion; resolves to what was chosen, or null.
const ask = (label, body, ...actions) => new Promise(resolve => {
  let chosen = null;
  const dialog = el('dialog', { 'aria-label': label, class: 'ask' }, body, el('p', { class: 'actions' }, actions.map(({ text, value, primary, href }) => {
    const on = { click: () => { chosen = typeof value === 'function' ? value() : value; dialog.close(); } };
    const attributes = { class: primary ? 'primary' : 'quiet', autofocus: primary, on };
    return href ? el('a', { ...attributes, href, target: '_blank', rel: 'noreferrer noopener' }, text) : button(attributes, text);
  })));
  dialog.addEventListener('close', () => { dialog.remove(); resolve(chosen); });
  document.body.append(dialog);
  dialog.showModal();
});

const cancel = { text: 'Cancel', value: null };

// A bot's alert, as answerCallbackQuery with show_alert asks for.
export const alertBox = (title, text) => ask(title, [el('h2', {}, title), el('p', { class: 'said' }, text)], { text: 'OK', value: true, primary: true });

export const confirmBox = (title, text, yes) => ask(title, [el('h2', {}, title), el('p', { class: 'said' }, text)], cancel, { text: yes, value: true, primary: true });

// One of several; resolves to its index.
export const chooseBox = (title, options) => ask(title, [el('h2', {}, title)], ...options.map((text, value) => ({ text, value, primary: value === 0 })), cancel);

// A short text.
export const promptBox = (title, label, maxlength) => {
  const input = el('input', { maxlength, autocomplete: 'off', autofocus: true });
  const enter = event => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    input.closest('dialog').querySelector('.primary').click();
  };
  input.addEventListener('keydown', enter);
  return ask(title, [el('h2', {}, title), el('label', { class: 'field' }, label, input)], cancel, { text: title, value: () => input.value.trim(), primary: true });
};

// Links are shown before they are followed: their text may say something else.
export const openLink = (url, note) => {
  const href = safeUrl(url);
  const body = [el('h2', {}, 'Open this link?'), el('p', { class: 'said url' }, url), note ? el('p', { class: 'hint' }, note) : null];
  return href ? ask('Open this link?', body, cancel, { text: 'Open', value: true, primary: true, href })
    : ask('Link', [el('h2', {}, 'This link is not opened'), ...body.slice(1)], { text: 'Close', value: null, primary: true });
};

export const lightbox = (src, alt) => ask('Photo', el('img', { src, alt, class: 'full' }), { text: 'Close', value: null, primary: true });

// The dialog that adds a user, a group or a channel.
export const setUpAdding = add => {
  const form = $('adding');
  const type = () => new FormData(form).get('type');
  const describe = () => {
    $('adding-hint').textContent = {
      user: 'Somebody new to talk to the bot.',
      forum: 'A supergroup with topics. Everybody there is now joins it, and so does the bot.',
      channel: 'Everybody there is now joins it and can post, and the bot is an administrator.',
    }[type()] || 'Everybody there is now joins it, and so does the bot. Who comes later can join.';
    $('username-field').hidden = type() === 'group';
  };
  const open = () => {
    $('adding-error').hidden = true;
    describe();
    $('dialog').showModal();
    $('name').focus();
  };
  for (const opener of document.querySelectorAll('[data-opens=add]')) opener.addEventListener('click', open);
  $('close').addEventListener('click', () => $('dialog').close());
  form.addEventListener('change', describe);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const username = type() === 'group' ? '' : $('username').value.trim().replace(/^@/, '');
    $('adding-error').hidden = true;
    const goThere = await add(type(), $('name').value.trim(), username);
    if (typeof goThere === 'string') {
      $('adding-error').textContent = goThere;
      $('adding-error').hidden = false;
      $('name').focus();
      return;
    }
    $('name').value = $('username').value = '';

    // Closing gives the focus back to what opened the dialog, so it comes first.
    $('dialog').close();
    goThere();
  });
};
