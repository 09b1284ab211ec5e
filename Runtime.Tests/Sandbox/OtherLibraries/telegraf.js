// The bot that all three libraries run, with telegraf.
import { createServer } from 'node:http';
import { Input, Telegraf } from 'telegraf';
import { settings } from './settings.js';

const bot = new Telegraf(settings.token, { telegram: { apiRoot: settings.baseUrl, webhookReply: false } });
bot.command('ask', c => c.reply('Sure?', { reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] } }));
bot.command('file', c => c.replyWithDocument(Input.fromBuffer(Buffer.from('the very bytes'), settings.fileName)));
bot.on('callback_query', async c => {
  await c.answerCbQuery('Noted');
  await c.editMessageText(`You chose ${c.callbackQuery.data}`);
});
bot.on('text', c => c.reply(`You said: ${c.message.text}`));
bot.catch(error => console.error(error));

if (settings.isWebhook) {
  createServer(bot.webhookCallback('/hook', { secretToken: settings.secret })).listen(settings.port, '127.0.0.1', async () => {
    await bot.telegram.setWebhook(settings.webhookUrl, { secret_token: settings.secret });
    console.log('ready');
  });
} else {
  bot.launch(() => console.log('ready'));
}
