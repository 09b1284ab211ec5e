namespace Telegram.Webhooks.Runtime.Delivery;

internal enum FailureChoice
{
    Retry,
    Bury,
    Drop,
}
