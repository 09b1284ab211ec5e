// JSON for reading: indented, with keys and values told apart.
import { el, button, copy } from './dom.js';
import { toast } from './dialogs.js';

const tokens = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const coloured = text => {
  const out = [];
  let at = 0;
  for (const match of text.matchAll(tokens)) {
    if (match.index > at) out.push(text.slice(at, match.index));
    const [whole, string, colon] = match;
    if (string && colon) out.push(el('span', { class: 'j-key' }, string), colon);
    else out.push(el('span', { class: string ? 'j-text' : 'j-value' }, whole));
    at = match.index + whole.length;
  }
  out.push(text.slice(at));
  return out;
};

export const jsonBlock = (title, value) => {
  const text = JSON.stringify(value, null, 2);
  return el('section', { class: 'json' },
    el('div', { class: 'code-bar' }, el('span', {}, title), button({ class: 'quiet', 'aria-label': `Copy ${title}`, on: { click: () => copy(text, toast) } }, 'Copy')),
    el('pre', { tabindex: '0' }, coloured(text)));
};
