// Text with Telegram's entities, as nodes.
import { el, button, copy, safeUrl } from './dom.js';
import { writesTo } from './store.js';
import { act } from './server.js';
import { openLink, toast } from './dialogs.js';

const link = (href, inner, text) => safeUrl(href) === null ? el('span', {}, inner) : el('a', {
  href, target: '_blank', rel: 'noreferrer noopener', title: href,
  on: {
    click: event => {
      // A link that is written out is what it says; one behind other words is shown first.
      if (text === href || 'https://' + text === href) return;
      event.preventDefault();
      openLink(href);
    },
  },
}, inner);

const code = (entity, inner, text) => el('div', { class: 'code' },
  el('div', { class: 'code-bar' }, el('span', {}, entity.language || 'code'), button({ class: 'quiet', on: { click: () => copy(text, toast) } }, 'Copy')),
  el('pre', { tabindex: '0' }, inner));

const quote = (inner, expandable) => {
  if (!expandable) return el('blockquote', {}, inner);
  const more = button({ class: 'quiet more', 'aria-expanded': 'false' }, 'Show all');
  const box = el('blockquote', { class: 'folded' }, el('div', {}, inner), more);
  more.addEventListener('click', () => {
    const isFolded = box.classList.toggle('folded');
    more.setAttribute('aria-expanded', String(!isFolded));
    more.textContent = isFolded ? 'Show all' : 'Show less';
  });
  return box;
};

const spoiler = inner => button({
  class: 'spoiler', 'aria-label': 'Hidden text; press to show',
  on: {
    click: event => {
      event.currentTarget.classList.add('open');
      event.currentTarget.removeAttribute('aria-label');
    },
  },
}, inner);

export const wrap = (entity, inner, text) => {
  switch (entity.type) {
    case 'bold': return el('strong', {}, inner);
    case 'italic': return el('em', {}, inner);
    case 'underline': return el('u', {}, inner);
    case 'strikethrough': return el('s', {}, inner);
    case 'code': return el('code', {}, inner);
    case 'pre': return code(entity, inner, text);
    case 'blockquote': return quote(inner, false);
    case 'expandable_blockquote': return quote(inner, true);
    case 'spoiler': return spoiler(inner);
    case 'text_link': return link(entity.url, inner, text);
    case 'url': return link(/^[a-z]+:\/\//i.test(text) ? text : 'https://' + text, inner, text);
    case 'email': return link('mailto:' + text, inner, 'mailto:' + text);
    case 'phone_number': return link('tel:' + text, inner, 'tel:' + text);
    case 'bot_command': return button({ class: 'command', on: { click: () => act('say', { text, topic: writesTo() }) } }, inner);
    case 'mention': case 'hashtag': case 'cashtag': case 'text_mention': return el('span', { class: 'tag' }, inner);
    default: return el('span', {}, inner);
  }
};

const outerFirst = (a, b) => a.offset - b.offset || b.length - a.length;

export const formatted = (text, entities = [], from = 0, to = text.length) => {
  const out = [];
  let at = from;
  const inside = entities.filter(e => e.offset >= from && e.offset + e.length <= to).sort(outerFirst);
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
