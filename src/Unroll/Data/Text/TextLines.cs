using System.Text;

namespace Unroll;

/// <summary>The lines of a text file.</summary>
internal static class TextLines
{
    /// <summary>Lines with their numbers from 1, without line ends and byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">An encoding that refuses wrong bytes.</param>
    /// <exception cref="InvalidDataException">A line isn't in the encoding; the message names it.</exception>
    public static IEnumerable<(int Number, string Line)> Read(string path, Encoding encoding)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        for (int number = 1; start < bytes.Length; number++)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0) length = bytes.Length - start;
            yield return (number, Decode(path, number, bytes.AsSpan(start, length), encoding).TrimEnd('\r'));
            start += length + 1;
        }
    }

    private static string Decode(string path, int number, ReadOnlySpan<byte> line, Encoding encoding)
    {
        try
        {
            return encoding.GetString(line);
        }
        catch (DecoderFallbackException e)
        {
            return Throw.Line<string>(path, number, $"byte {e.Index + 1} is not {encoding.WebName.ToUpperInvariant()}. Convert the file to it, for example with iconv.");
        }
    }
}
