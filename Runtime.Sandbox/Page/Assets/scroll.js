// Where the list of messages is scrolled to, and how to get elsewhere in it.
import { $ } from './dom.js';
import { state, redraw, current, messageOf } from './store.js';
import { toast } from './dialogs.js';

export const page = 200;

// Which chat and topic is drawn, how many of its messages, and how many came while one looked at earlier ones.
export const shown = { at: null, count: page, missed: 0 };

export const isAtEnd = () => $('log').scrollHeight - $('log').scrollTop - $('log').clientHeight < 80;

export const drawDown = () => {
  $('down').hidden = isAtEnd();
  $('down-count').textContent = shown.missed || '';
};

export const toEnd = () => {
  $('log').scrollTop = $('log').scrollHeight;
  shown.missed = 0;
  drawDown();
};

export const jumpTo = id => {
  const found = () => $('log').querySelector(`[data-id="${Number(id)}"]`);
  const go = () => {
    found().scrollIntoView({ block: 'center' });
    found().focus({ preventScroll: true });
  };
  if (found()) return go();
  if (!messageOf(current(), Number(id))) return toast('That message is gone.');

  // It is among the earlier messages, or in another topic. The focus comes after what redrawing does with it.
  state.topic = null;
  shown.at = `${state.bot.id}/${current().id}/null`;
  shown.count = Infinity;
  redraw();
  queueMicrotask(() => queueMicrotask(go));
};
