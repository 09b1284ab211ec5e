using System.Formats.Asn1;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// What can be seen of a plain private key in PKCS#8 without a cryptographic library, and how the older forms become
/// it.
/// </summary>
internal static class Pkcs8
{
    public const string Rsa = "1.2.840.113549.1.1.1";
    public const string Ec = "1.2.840.10045.2.1";

    /// <summary>
    /// More than RSA of 16,384 bits takes, the longest that OpenSSL uses. It looks into whatever is longer all the
    /// same, and is busy with one of a megabyte for hours.
    /// </summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>What the version of an RSA key of more than two primes is.</summary>
    private const int MultiPrime = 1;

    private static readonly Asn1Tag Parameters = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag PublicPoint = new(TagClass.ContextSpecific, 1);

    /// <summary>Whether the bytes are a private key at all: what a wrong password makes of one never is.</summary>
    public static bool IsSound(byte[] pkcs8)
    {
        try
        {
            var (algorithm, _, key) = Read(pkcs8);
            if (algorithm is Rsa or Ec)
                new AsnReader(key, AsnEncodingRules.BER).ReadSequence().ReadInteger();
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether it is an RSA key of more than two primes, which OpenSSL makes and the framework does not take.
    /// </summary>
    public static bool HasMorePrimes(byte[] pkcs8)
    {
        var (algorithm, _, key) = Read(pkcs8);
        return algorithm == Rsa
            && new AsnReader(key, AsnEncodingRules.BER).ReadSequence().TryReadInt32(out var version)
            && version == MultiPrime;
    }

    /// <summary>An RSA key in the older form (PKCS#1).</summary>
    public static byte[] FromPkcs1(byte[] key) => Write(Rsa, writer => writer.WriteNull(), key);

    /// <summary>An EC key in the older form (SEC 1), which carries its curve inside.</summary>
    /// <exception cref="AsnContentException">It is none, or it does not name its curve.</exception>
    public static byte[] FromSec1(byte[] key)
    {
        var content = new AsnReader(key, AsnEncodingRules.BER).ReadSequence();
        content.ReadInteger();
        content.ReadOctetString();
        var curve = content.ReadSequence(Parameters).ReadEncodedValue();
        return Write(Ec, writer => writer.WriteEncodedValue(curve.Span), key);
    }

    /// <summary>
    /// The same key in the form that the framework takes: OpenSSL can write a curve out as its parameters instead of
    /// its name, and the public point in a compressed or a hybrid form, and takes each for what it means.
    /// </summary>
    public static byte[] WithNamedCurve(byte[] pkcs8)
    {
        var (algorithm, parameters, key) = Read(pkcs8);
        if (algorithm != Ec || parameters is not { } curve)
            return pkcs8;
        var isNamed = new AsnReader(curve, AsnEncodingRules.BER).PeekTag() == Asn1Tag.ObjectIdentifier;
        var name = isNamed ? new AsnReader(curve, AsnEncodingRules.BER).ReadObjectIdentifier() : NameOf(curve);
        return name is null ? pkcs8 : Write(Ec, writer => writer.WriteObjectIdentifier(name), Plain(key));
    }

    private static string? NameOf(ReadOnlyMemory<byte> parameters)
    {
        Asn1Shape.Require(parameters.Span);
        var curve = X9ECParameters.GetInstance(parameters.ToArray());
        return Array.Find([SecObjectIdentifiers.SecP256r1, SecObjectIdentifiers.SecP384r1, SecObjectIdentifiers.SecP521r1], oid =>
            SecNamedCurves.GetByOid(oid) is var named && named.Curve.Equals(curve.Curve) && named.G.Equals(curve.G)
            && named.N.Equals(curve.N))?.Id;
    }

    /// <summary>The private number, and the public point if it is written out; the curve stands outside.</summary>
    private static byte[] Plain(ReadOnlyMemory<byte> sec1)
    {
        var content = new AsnReader(sec1, AsnEncodingRules.BER).ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            while (content.HasData)
            {
                var tag = content.PeekTag();
                var value = content.ReadEncodedValue();
                if (!tag.HasSameClassAndValue(Parameters)
                    && (!tag.HasSameClassAndValue(PublicPoint) || IsWrittenOut(value)))
                    writer.WriteEncodedValue(value.Span);
            }
        }

        return writer.Encode();
    }

    private static bool IsWrittenOut(ReadOnlyMemory<byte> point) =>
        new AsnReader(point, AsnEncodingRules.BER).ReadSequence(PublicPoint).ReadBitString(out _) is [0x04, ..];

    private static (string Algorithm, ReadOnlyMemory<byte>? Parameters, ReadOnlyMemory<byte> Key) Read(byte[] pkcs8)
    {
        var info = new AsnReader(pkcs8, AsnEncodingRules.BER).ReadSequence();
        info.ReadInteger();
        var identifier = info.ReadSequence();
        var algorithm = identifier.ReadObjectIdentifier();
        return (algorithm, identifier.HasData ? identifier.ReadEncodedValue() : null, info.ReadOctetString());
    }

    private static byte[] Write(string algorithm, Action<AsnWriter> parameters, byte[] key)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(algorithm);
                parameters(writer);
            }

            writer.WriteOctetString(key);
        }

        return writer.Encode();
    }
}
