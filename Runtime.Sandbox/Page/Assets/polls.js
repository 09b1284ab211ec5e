// Polls and quizzes: one choice votes at once, several are gathered first.
import { el, button, icon } from './dom.js';
import { state } from './store.js';
import { act } from './server.js';

const kind = poll => [
  poll.is_closed ? 'Final results' : poll.is_anonymous ? 'Anonymous' : 'Public',
  poll.type === 'quiz' ? 'quiz' : 'poll',
  poll.allows_multiple_answers ? '· several answers' : '',
].filter(Boolean).join(' ');

export const pollNode = m => {
  const { poll } = m;
  const own = ((m.votes || []).find(v => v.user_id === state.me) || { options: [] }).options;
  const shows = own.length > 0 || poll.is_closed;
  const vote = options => act('vote', { message: m.message_id, options });
  const chosen = new Set();
  const send = button({ class: 'quiet', disabled: true, on: { click: () => vote([...chosen]) } }, 'Vote');
  const option = (o, index) => {
    const share = poll.total_voter_count ? Math.round(100 * o.voter_count / poll.total_voter_count) : 0;
    const correct = shows && (poll.correct_option_ids || []).includes(index);
    const pick = event => {
      if (!poll.allows_multiple_answers) return vote([index]);
      if (!chosen.delete(index)) chosen.add(index);
      event.currentTarget.setAttribute('aria-pressed', String(chosen.has(index)));
      send.disabled = chosen.size === 0;
    };
    return button({
      class: `option${correct ? ' correct' : ''}`, disabled: shows, 'aria-pressed': own.includes(index) ? 'true' : poll.allows_multiple_answers && !shows ? 'false' : null,
      on: { click: pick },
    }, el('span', { class: `tick${shows ? '' : poll.allows_multiple_answers ? ' box' : ' ring'}` }, own.includes(index) || correct ? icon('check') : null), el('span', { class: 'answer' }, o.text),
    shows ? el('span', { class: 'share' }, `${share}% · ${o.voter_count}`) : null, shows ? el('progress', { max: 100, value: share, 'aria-hidden': 'true' }) : null);
  };
  return el('div', { class: 'poll' }, el('strong', {}, poll.question), el('span', { class: 'hint' }, kind(poll)), poll.options.map(option),
    el('div', { class: 'poll-foot' }, el('span', { class: 'hint' }, poll.total_voter_count === 1 ? '1 vote' : `${poll.total_voter_count} votes`),
      shows && own.length && !poll.is_closed && poll.allows_revoting ? button({ class: 'quiet', on: { click: () => vote([]) } }, 'Take back') : null,
      !shows && poll.allows_multiple_answers ? send : null));
};
