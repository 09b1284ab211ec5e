try
{
    // For health checks of containers that have no other program: asks the bot that runs there.
    if (args is ["--health"])
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(4) };
        using var answer = await client.GetAsync($"http://127.0.0.1:{BotApp.AppPort(Environment.GetEnvironmentVariable("PORT"))}/health");
        return answer.IsSuccessStatusCode ? 0 : 1;
    }

    await using var app = BotApp.Create(args);
    await app.RunAsync();
    return 0;
}
catch (Exception error) when (error is WebhookStartException or FormatException or HttpRequestException or OperationCanceledException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
