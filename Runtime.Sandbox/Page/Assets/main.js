// The chat page. Painters run in this order.
import { $ } from './dom.js';
import { paints, state } from './store.js';
import { act, listen, load } from './server.js';
import { setUpAdding } from './dialogs.js';
import { become, choose, drawHead, drawSide, setUpSide } from './side.js';
import { drawKeys } from './keyboards.js';
import { drawLog, setUpLog } from './log.js';
import { drawPlaceholder, setUpComposer } from './composer.js';
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
setUpComposer();
setUpSuggestions();
setUpWire();
setUpAdding(async (type, name, username) => {
  const made = await act('add', { type, name, username });
  if (!made) return null;
  await load();
  return () => type === 'user' ? become(made.id) : choose(made.id);
});
listen();
