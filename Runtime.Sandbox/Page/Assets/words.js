// A message in a few words: for the chat list, quotes, and what the chat itself says.
const names = list => list.map(u => u.first_name).join(', ');

const marked = m => {
  const { checklist_message: message, marked_as_done_task_ids: done, marked_as_not_done_task_ids: open } = m.checklist_tasks_done;
  const tasks = message.checklist.tasks.filter(t => (done || open || []).includes(t.id)).map(t => `“${t.text}”`).join(', ');
  return `${author(m)} marked ${tasks} as ${done ? 'done' : 'not done'}`;
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
  return null;
};

export const author = m => (m.from ? m.from.first_name : m.sender_chat && m.sender_chat.title) || '';

const kinds = {
  live_photo: 'Live photo', photo: 'Photo', video: 'Video', animation: 'Animation', voice: 'Voice message', audio: 'Audio', video_note: 'Video message', sticker: 'Sticker',
  venue: 'Place', location: 'Location', contact: 'Contact',
};

export const preview = m => {
  if (m.text || m.caption) return m.text || m.caption;
  const said = service(m);
  if (said) return said;
  if (m.poll) return 'Poll: ' + m.poll.question;
  if (m.game) return 'Game: ' + m.game.title;
  if (m.checklist) return 'Checklist: ' + m.checklist.title;
  if (m.rich_message) return 'Rich message';
  if (m.dice) return `${m.dice.emoji} ${m.dice.value}`;
  const kind = Object.keys(kinds).find(name => m[name]);
  if (kind) return m.sticker && m.sticker.emoji ? `${m.sticker.emoji} Sticker` : kinds[kind];
  return (m.document && m.document.file_name) || 'Message';
};

export const origin = m => {
  const from = m.forward_origin;
  if (!from) return null;
  return (from.sender_user && from.sender_user.first_name) || from.sender_user_name || (from.chat || from.sender_chat || {}).title || 'somebody';
};
