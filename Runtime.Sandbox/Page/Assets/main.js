// The chat page. Painters run in this order.
import { $ } from './dom.js';
import { paints, state } from './store.js';
import { listen, load, tryTo } from './server.js';
import { setUpAdding } from './dialogs.js';
import { become, choose, drawHead, drawSide, setUpSide } from './side.js';
import { drawKeys, setUpKeys } from './keyboards.js';
import { drawLog, setUpLog } from './log.js';
import { drawPlaceholder, setUpComposer } from './composer.js';
import { focusField } from './field.js';
import { drawTopics } from './topics.js';
import { drawCommands, setUpSuggestions } from './suggest.js';
import { drawHook, drawWire, setUpWire } from './wire.js';

paints('side', drawSide);
paints('head', drawHead);
paints('topics', drawTopics);
paints('keys', drawKeys);
paints('composer', drawPlaceholder);
paints('commands', drawCommands);
paints('log', drawLog);
paints('hook', drawHook);
paints('wire', drawWire);
paints('online', () => { $('lost').hidden = state.online; });

setUpSide();
setUpLog();
setUpKeys();
setUpComposer();
setUpSuggestions();
setUpWire();
setUpAdding(async (type, name, username) => {
  const made = await tryTo('add', { type, name, username });
  if (made.error) return made.error;
  await load();
  return () => type === 'user' ? become(made.id) : choose(made.id);
});
listen();

// Unless somebody has gone somewhere else meanwhile.
load().then(() => { if (document.activeElement === document.body) focusField(); });
