// Games, checklists and rich messages: plainly, with everything that is said in them.
import { el, button, icon } from './dom.js';
import { state } from './store.js';
import { act } from './server.js';
import { wrap, formatted } from './entities.js';
import { fileUrl } from './media.js';

const game = m => el('div', { class: 'poll' },
  el('img', { class: 'media', src: fileUrl(m.game.photo[0].file_id), alt: '', width: m.game.photo[0].width, height: m.game.photo[0].height }),
  el('strong', {}, m.game.title), el('span', { class: 'hint' }, m.game.description),
  m.game.text ? el('div', { class: 'body', dir: 'auto' }, formatted(m.game.text, m.game.text_entities)) : null);

const checklist = m => {
  const { title, tasks, others_can_mark_tasks_as_done: shared } = m.checklist;
  const may = shared || (m.from || {}).id === state.me;
  const task = t => button({
    class: 'option', disabled: !may, 'aria-pressed': String(Boolean(t.completion_date)),
    on: { click: () => act('mark', { message: m.message_id, task: t.id, done: !t.completion_date }) },
  }, el('span', { class: 'tick' }, t.completion_date ? icon('check') : null), el('span', { class: 'answer' }, t.text),
  t.completed_by_user ? el('span', { class: 'share' }, t.completed_by_user.first_name) : null);
  const done = tasks.filter(t => t.completion_date).length;
  return el('div', { class: 'poll' }, el('strong', {}, title), el('span', { class: 'hint' }, 'Checklist'), tasks.map(task),
    el('div', { class: 'poll-foot' }, el('span', { class: 'hint' }, `${done} of ${tasks.length} done`)));
};

export const plain = text => Array.isArray(text) ? text.map(plain).join('')
  : typeof text === 'string' ? text : plain(text.text ?? text.alternative_text ?? text.expression ?? '');

const entityTypes = { url: 'text_link', email_address: 'email' };
const tags = { marked: 'mark', subscript: 'sub', superscript: 'sup' };

const inline = text => {
  if (Array.isArray(text)) return text.map(inline);
  if (typeof text === 'string') return text;
  const inner = text.text === undefined ? plain(text) : inline(text.text);
  return tags[text.type] ? el(tags[text.type], {}, inner) : wrap({ ...text, type: entityTypes[text.type] || text.type }, inner, plain(text));
};

const item = i => el('div', {}, `${i.has_checkbox ? (i.is_checked ? '☑' : '☐') : i.label} `, i.blocks.map(block));

const row = cells => el('tr', {}, cells.map(c => el(c.is_header ? 'th' : 'td', { colspan: c.colspan || null, rowspan: c.rowspan || null }, inline(c.text ?? ''))));

const caption = c => c ? el('div', { class: 'hint' }, inline(c.text ?? c), c.credit ? [' · ', inline(c.credit)] : null) : null;

const medium = b => {
  const file = b.photo ? b.photo[b.photo.length - 1] : b[b.type];
  if (!file || !file.file_id) return el('div', { class: 'hint' }, `[${b.type}]`);
  if (b.photo) return el('img', { class: 'media', src: fileUrl(file.file_id), alt: b.caption ? plain(b.caption.text) : 'Photo', width: file.width || null, height: file.height || null });
  return el('a', { href: fileUrl(file.file_id), download: file.file_name || 'file' }, `[${b.type}] ${file.file_name || ''}`);
};

const block = b => {
  switch (b.type) {
    case 'heading': return el('strong', { role: 'heading', 'aria-level': Math.min(6, b.size + 2) }, inline(b.text));
    case 'pre': return wrap({ type: 'pre', language: b.language }, [plain(b.text)], plain(b.text));
    case 'divider': return el('hr');
    case 'mathematical_expression': return el('code', {}, b.expression);
    case 'list': return el('div', {}, b.items.map(item));
    case 'table': return el('div', { class: 'wide' }, el('table', {}, b.cells.map(row)), caption(b.caption));
    case 'details': return el('details', { open: Boolean(b.is_open) }, el('summary', {}, inline(b.summary)), b.blocks.map(block));
    case 'blockquote': return el('blockquote', {}, b.blocks.map(block), caption(b.credit));
    case 'collage': case 'slideshow': return el('div', {}, b.blocks.map(block), caption(b.caption));
    case 'anchor': return null;
    default: return b.text === undefined ? el('div', {}, medium(b), caption(b.caption)) : el('div', {}, inline(b.text), caption(b.credit));
  }
};

const rich = m => el('div', { class: 'body rich', dir: m.rich_message.is_rtl ? 'rtl' : 'auto' }, m.rich_message.blocks.map(block));

export const other = m => m.game ? game(m) : m.checklist ? checklist(m) : m.rich_message ? rich(m) : null;
