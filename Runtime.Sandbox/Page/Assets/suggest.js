// What is offered while one writes: the bot's commands after a slash, the results of an inline query after its name.
import { $, el } from './dom.js';
import { state, current, isPrivate, writesTo } from './store.js';
import { act, on } from './server.js';
import { write } from './field.js';

const pauseMilliseconds = 300;
let options = [];
let at = 0;
let waitingFor = null;
let early = null;
let pause;

const show = (made, note) => {
  options = made;
  at = 0;
  $('suggestions').hidden = options.length === 0 && !note;
  $('suggestions').replaceChildren(...options.map((o, i) => el('li', { role: 'option', id: `option-${i}`, on: { mousemove: () => { if (at !== i) { at = i; mark(); } }, mousedown: event => { event.preventDefault(); pick(i); } } },
    el('span', { class: 'card-title' }, o.title), o.text ? el('span', { class: 'hint cut' }, o.text) : null)), ...(note ? [el('li', { class: 'hint' }, note)] : []));
  mark();
};

const mark = () => {
  [...$('suggestions').children].forEach((node, i) => node.setAttribute('aria-selected', String(i === at && options.length > 0)));
  if (options.length) {
    $('text').setAttribute('aria-activedescendant', `option-${at}`);
    $('suggestions').children[at].scrollIntoView({ block: 'nearest' });
  } else {
    $('text').removeAttribute('aria-activedescendant');
  }
  $('text').setAttribute('aria-expanded', String(options.length > 0));
};

const pick = i => {
  const chosen = options[i];
  closeSuggestions();
  chosen.pick();
};

export const closeSuggestions = () => {
  clearTimeout(pause);
  waitingFor = null;
  show([]);
};

const commands = () => (current() && current().commands) || [];

const commandOptions = typed => commands().filter(c => c.command.startsWith(typed)).map(c => ({
  title: '/' + c.command,
  text: c.description,
  pick: () => {
    write('');
    act('say', { text: '/' + c.command + (isPrivate(current()) ? '' : '@' + state.bot.username), topic: writesTo() });
  },
}));

const ask = async text => {
  show([], 'Asking the bot…');
  const asked = await act('ask', { text });
  if (!asked) return closeSuggestions();
  waitingFor = asked.query;
  if (early && early.id === waitingFor) offer(early);
};

const offer = ({ id, answer }) => {
  const results = answer.results.map((result, index) => ({
    title: result.title || (result.input_message_content || {}).message_text || result.caption || result.type,
    text: result.description || result.url || '',
    pick: () => {
      write('');
      act('choose', { query: id, index, topic: writesTo() });
    },
  }));
  show(results, results.length ? null : 'The bot offers nothing for this.');
};

on({
  inline_answer: happened => {
    if (happened.user_id !== state.me) return;
    early = happened;
    if (happened.id === waitingFor) offer(happened);
  },
});

export const suggest = () => {
  clearTimeout(pause);
  const text = $('text').value;
  const prefix = `@${state.bot.username} `;
  const command = /^\/([a-z0-9_]*)$/i.exec(text);
  if (command) show(commandOptions(command[1].toLowerCase()));
  else if (text.toLowerCase().startsWith(prefix.toLowerCase())) pause = setTimeout(() => ask(text.slice(prefix.length).trim()), pauseMilliseconds);
  else closeSuggestions();
};

// True when the key was one for the list.
export const suggestionKeys = event => {
  if ($('suggestions').hidden) return false;
  if (event.key === 'Escape') {
    closeSuggestions();
  } else if (options.length && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    at = (at + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length;
    mark();
  } else if (options.length && (event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && !event.isComposing) {
    pick(at);
  } else {
    return false;
  }
  event.preventDefault();
  return true;
};

export const drawCommands = () => { $('slash').hidden = commands().length === 0; };

export const setUpSuggestions = () => {
  $('slash').addEventListener('click', () => write('/'));
  $('text').addEventListener('blur', () => show([]));
};
