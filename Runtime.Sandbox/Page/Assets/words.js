// A message in a few words: for the chat list, quotes, and what the chat itself says.
import { money, price } from './payments.js';

const names = list => list.map(u => u.first_name).join(', ');

const marked = m => {
  const { checklist_message: message, marked_as_done_task_ids: done, marked_as_not_done_task_ids: open } = m.checklist_tasks_done;
  const tasks = message.checklist.tasks.filter(t => (done || open || []).includes(t.id)).map(t => `“${t.text}”`).join(', ');
  return `${author(m)} marked ${tasks} as ${done ? 'done' : 'not done'}`;
};

const topicNews = m => {
  if (m.forum_topic_created) return `${author(m)} began the topic “${m.forum_topic_created.name}”`;
  if (m.forum_topic_edited) return m.forum_topic_edited.name ? `The topic is now called “${m.forum_topic_edited.name}”` : 'The topic has a new icon';
  if (m.forum_topic_closed) return `${author(m)} closed the topic`;
  if (m.forum_topic_reopened) return `${author(m)} opened the topic again`;
  if (m.general_forum_topic_hidden) return `${author(m)} hid the general topic`;
  return m.general_forum_topic_unhidden ? `${author(m)} shows the general topic again` : null;
};

export const service = m => {
  if (m.new_chat_members) return names(m.new_chat_members) + ' joined';
  if (m.left_chat_member) return m.left_chat_member.first_name + ' left';
  if (m.new_chat_title) return `The chat is now called “${m.new_chat_title}”`;
  if (m.pinned_message) return `${author(m)} pinned “${preview(m.pinned_message)}”`;
  if (m.checklist_tasks_done) return marked(m);
  if (m.checklist_tasks_added) return `${author(m)} added ${m.checklist_tasks_added.tasks.map(t => `“${t.text}”`).join(', ')}`;
  if (m.new_chat_photo) return 'The chat has a new photo';
  if (m.delete_chat_photo) return 'The chat’s photo was removed';
  if (m.migrate_to_chat_id) return 'The group became a supergroup';
  if (m.migrate_from_chat_id) return 'This was a group before';
  if (m.successful_payment) return `${author(m)} paid ${money(m.successful_payment.total_amount, m.successful_payment.currency)}`;
  if (m.refunded_payment) return `${money(m.refunded_payment.total_amount, m.refunded_payment.currency)} came back`;
  return topicNews(m);
};

export const author = m => (m.from ? m.from.first_name : m.sender_chat && m.sender_chat.title) || '';

const kinds = {
  live_photo: 'Live photo', photo: 'Photo', video: 'Video', animation: 'Animation', voice: 'Voice message', audio: 'Audio', video_note: 'Video message', sticker: 'Sticker',
  venue: 'Place', location: 'Location', contact: 'Contact',
};

// What every message may have; anything else says what kind it is.
const frame = new Set(['message_id', 'from', 'sender_chat', 'chat', 'date', 'edit_date', 'entities', 'caption', 'caption_entities', 'text', 'quote', 'reactions', 'votes',
  'prices', 'buyers', 'effect_id', 'author_signature', 'link_preview_options', 'media_group_id', 'direct_messages_topic', 'show_caption_above_media']);
const isFrame = name => frame.has(name) || /^(is_|has_|via_|reply_|sender_|forward_|external_|business_|message_thread|paid_star)/.test(name);

export const otherKind = m => {
  const kind = Object.keys(m).find(name => !isFrame(name) && typeof m[name] === 'object');
  return kind ? kind[0].toUpperCase() + kind.slice(1).replaceAll('_', ' ') : null;
};

export const preview = m => {
  if (m.text || m.caption) return m.text || m.caption;
  const said = service(m);
  if (said) return said;
  if (m.poll) return 'Poll: ' + m.poll.question;
  if (m.game) return 'Game: ' + m.game.title;
  if (m.checklist) return 'Checklist: ' + m.checklist.title;
  if (m.rich_message) return 'Rich message';
  if (m.invoice) return `${m.invoice.title} · ${price(m)}`;
  if (m.paid_media) return `Paid media · ${money(m.paid_media.star_count, 'XTR')}`;
  if (m.dice) return `${m.dice.emoji} ${m.dice.value}`;
  const kind = Object.keys(kinds).find(name => m[name]);
  if (kind) return m.sticker && m.sticker.emoji ? `${m.sticker.emoji} Sticker` : kinds[kind];
  return (m.document && m.document.file_name) || otherKind(m) || 'Message';
};

export const origin = m => {
  const from = m.forward_origin;
  if (!from) return null;
  return (from.sender_user && from.sender_user.first_name) || from.sender_user_name || (from.chat || from.sender_chat || {}).title || 'somebody';
};
