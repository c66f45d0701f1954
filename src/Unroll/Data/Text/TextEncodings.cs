using System.Text;

namespace Unroll;

/// <summary>Encodings that refuse wrong bytes.</summary>
internal static class TextEncodings
{
    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The encoding of a name as files give it, such as EUC-KR.</summary>
    public static Encoding Named(string path, string charset)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException($"{path}: its header names the charset '{charset}', which is not known. Convert the file to UTF-8, for example with msgconv.");
        }
    }
}
