// What the bot is still writing: shown below the messages until its next one.
import { el } from './dom.js';
import { state, redraw, isPrivate } from './store.js';
import { on, reloadSoon } from './server.js';

const draftNode = text => el('li', { class: 'msg-like draft' }, el('div', { class: 'bubble' },
  el('div', { class: 'body', dir: 'auto' }, text || 'Thinking…'), el('span', { class: 'meta' }, 'writing…')));

export const draftItems = chat => (chat.drafts || []).map(({ draft_id, text }) => ({ key: `draft${draft_id}`, sign: text, make: () => draftNode(text) }));

export const endDrafts = (chat, m) => {
  if (isPrivate(chat) && m.from && m.from.is_bot) chat.drafts = [];
};

on({
  draft: ({ chat_id, draft_id, text }) => {
    const chat = state.chats.get(chat_id);
    if (!chat) return reloadSoon();
    const others = (chat.drafts || []).filter(d => d.draft_id !== draft_id);
    chat.drafts = [...others, { draft_id, text }];
    redraw('log');
  },
});
