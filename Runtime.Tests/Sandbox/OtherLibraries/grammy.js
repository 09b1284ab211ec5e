// The bot that all three libraries run, with grammY.
import { createServer } from 'node:http';
import { Bot, InputFile, webhookCallback } from 'grammy';
import { settings } from './settings.js';

const bot = new Bot(settings.token, { client: { apiRoot: settings.baseUrl } });
bot.command('ask', c => c.reply('Sure?', { reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] } }));
bot.command('file', c => c.replyWithDocument(new InputFile(Buffer.from('the very bytes'), settings.fileName)));
bot.on('callback_query:data', async c => {
  await c.answerCallbackQuery('Noted');
  await c.editMessageText(`You chose ${c.callbackQuery.data}`);
});
bot.on('message:text', c => c.reply(`You said: ${c.message.text}`));
bot.catch(error => console.error(error));

if (settings.isWebhook) {
  createServer(webhookCallback(bot, 'http', { secretToken: settings.secret })).listen(settings.port, '127.0.0.1', async () => {
    await bot.api.setWebhook(settings.webhookUrl, { secret_token: settings.secret });
    console.log('ready');
  });
} else {
  bot.start({ onStart: () => console.log('ready') });
}
