// The bot that all three libraries run, with node-telegram-bot-api.
import { createServer } from 'node:http';
import TelegramBot from 'node-telegram-bot-api';
import { settings } from './settings.js';

const bot = new TelegramBot(settings.token, { baseApiUrl: settings.baseUrl, polling: !settings.isWebhook });
bot.on('message', async m => {
  if (m.text === '/ask') await bot.sendMessage(m.chat.id, 'Sure?', { reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] } });
  else if (m.text === '/file') await bot.sendDocument(m.chat.id, Buffer.from('the very bytes'), {}, { filename: settings.fileName, contentType: 'text/plain' });
  else await bot.sendMessage(m.chat.id, `You said: ${m.text}`);
});
bot.on('callback_query', async query => {
  await bot.answerCallbackQuery(query.id, { text: 'Noted' });
  await bot.editMessageText(`You chose ${query.data}`, { chat_id: query.message.chat.id, message_id: query.message.message_id });
});

if (settings.isWebhook) {
  createServer((request, response) => {
    const parts = [];
    request.on('data', part => parts.push(part));
    request.on('end', () => {
      response.statusCode = request.headers['x-telegram-bot-api-secret-token'] === settings.secret ? 200 : 401;
      response.end();
      if (response.statusCode === 200) bot.processUpdate(JSON.parse(Buffer.concat(parts)));
    });
  }).listen(settings.port, '127.0.0.1', async () => {
    await bot.setWebHook(settings.webhookUrl, { secret_token: settings.secret });
    console.log('ready');
  });
} else {
  console.log('ready');
}
