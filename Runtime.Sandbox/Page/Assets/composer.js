// Writing: texts, files with a caption, edits of own messages, replies.
import { $, el, button, icon } from './dom.js';
import { current, isMine, shownIn, topicNamed, topicOf, writesTo } from './store.js';
import { act, upload } from './server.js';
import { toast } from './dialogs.js';
import { author, preview } from './words.js';
import { setText, write } from './field.js';
import { suggest, suggestionKeys, closeSuggestions } from './suggest.js';

const maxFiles = 10;
let editing = null;
let replying = null;
let staged = [];
let askedToReply = null;

const grow = () => {
  $('text').style.height = 'auto';
  $('text').style.height = $('text').scrollHeight + 2 + 'px';
};

const showMode = () => {
  const about = editing || replying;
  $('mode').hidden = !about;
  $('mode-what').textContent = editing ? 'Edit message' : replying ? `Reply to ${author(replying)}` : '';
  $('mode-text').textContent = about ? preview(about) : '';
  drawPlaceholder();
};

export const startEditing = m => {
  editing = m;
  replying = null;
  showMode();
  write(m.text || m.caption || '');
};

export const startReply = m => {
  if (editing) setText('');
  editing = null;
  replying = m;
  showMode();
  $('text').focus();
};

// Gives up editing and replying; the text of an edit goes with it.
export const stopWriting = () => {
  if (editing) setText('');
  editing = replying = null;
  closeSuggestions();
  showMode();
};

const drawStaged = () => {
  for (const image of $('staged').querySelectorAll('img')) URL.revokeObjectURL(image.src);
  $('staged').hidden = staged.length === 0;
  $('staged').replaceChildren(...staged.map((file, i) => el('li', {},
    /^image\//.test(file.type) ? el('img', { src: URL.createObjectURL(file), alt: '' }) : icon('file'), el('span', { class: 'cut' }, file.name),
    button({ class: 'icon', 'aria-label': `Remove ${file.name}`, on: { click: () => { staged.splice(i, 1); drawStaged(); $('text').focus(); } } }, icon('close')))));
  drawPlaceholder();
};

const stage = files => {
  staged.push(...files);
  if (staged.length > maxFiles) toast(`At most ${maxFiles} files go into one album.`, true);
  staged = staged.slice(0, maxFiles);
  drawStaged();
  $('text').focus();
};

// An answer goes into the topic of what it answers.
const target = about => about ? topicOf(about) : writesTo();

const intoTopic = chat => {
  const topic = topicNamed(chat, target(replying));
  return topic ? `Message in ${topic.name}${topic.is_closed ? ' (closed)' : ''}` : 'Message';
};

export const drawPlaceholder = () => {
  const chat = current();
  const last = chat && chat.messages[chat.messages.length - 1];
  const forced = last && last.reply_keyboard && last.reply_keyboard.force_reply ? last : null;
  if (forced && askedToReply !== `${chat.id}/${forced.message_id}`) {
    askedToReply = `${chat.id}/${forced.message_id}`;
    if (!editing) startReply(forced);
  }
  const wanted = (replying && replying.reply_keyboard && replying.reply_keyboard.input_field_placeholder) || (chat && chat.keyboard && chat.keyboard.input_field_placeholder);
  $('text').placeholder = staged.length ? 'Caption' : wanted || (chat && chat.type === 'channel' ? 'Post' : chat && chat.topics ? intoTopic(chat) : 'Message');
};

// What could not be sent comes back into the field, unless something else was written meanwhile.
const send = async event => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (!text && staged.length === 0) return;
  const was = { editing, replying, staged, text };
  staged = [];
  editing = null;
  setText('');
  stopWriting();
  drawStaged();
  const to = { reply: was.replying ? was.replying.message_id : 0, topic: target(was.replying) };
  const done = was.editing ? await act('edit', { message: was.editing.message_id, text })
    : was.staged.length ? await upload(was.staged, text, to) : await act('say', { text, ...to });
  if (done || $('text').value || staged.length) return;
  ({ editing, replying, staged } = was);
  setText(was.text);
  showMode();
  drawStaged();
};

const editLast = () => {
  const own = shownIn(current()).filter(m => isMine(m) && (m.text || m.caption) && !m.forward_origin).at(-1);
  if (own) startEditing(own);
  return Boolean(own);
};

const keys = event => {
  if (suggestionKeys(event)) return;
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event);
  else if (event.key === 'Escape') stopWriting();
  else if (event.key === 'ArrowUp' && !event.altKey && !$('text').value && editLast()) event.preventDefault();
};

const files = list => [...list].filter(item => item.size > 0);

export const setUpComposer = () => {
  $('composer').addEventListener('submit', send);
  $('text').addEventListener('keydown', keys);
  $('text').addEventListener('input', () => { grow(); suggest(); });
  $('text').addEventListener('paste', event => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    stage(files(event.clipboardData.files));
  });
  $('cancel').addEventListener('click', () => { stopWriting(); $('text').focus(); });
  $('files').addEventListener('change', () => { stage(files($('files').files)); $('files').value = ''; });
  $('attach').addEventListener('click', () => $('files').click());
  $('start').addEventListener('click', () => act('say', { text: '/start' }));
  $('talk').addEventListener('dragover', event => event.preventDefault());
  $('talk').addEventListener('drop', event => {
    event.preventDefault();
    if (!$('composer').hidden) stage(files(event.dataTransfer.files));
  });
};
