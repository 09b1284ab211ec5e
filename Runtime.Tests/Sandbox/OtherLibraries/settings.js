// What the test says, by the environment.
const { BASE_URL, TOKEN, MODE, PORT } = process.env;

export const settings = {
  baseUrl: BASE_URL,
  token: TOKEN,
  isWebhook: MODE === 'webhook',
  port: Number(PORT),
  secret: 's3cret',
  webhookUrl: `http://127.0.0.1:${PORT}/hook`,
  fileName: 'my notes é.txt',
};
