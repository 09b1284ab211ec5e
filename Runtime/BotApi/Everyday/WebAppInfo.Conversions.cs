using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.Types;

[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructors are the named alternates.")]
public sealed partial class WebAppInfo
{
    /// <summary>A web app by its https address.</summary>
    public static implicit operator WebAppInfo(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return new WebAppInfo(url.AbsoluteUri);
    }
}
