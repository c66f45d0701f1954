using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Predicting;

/// <summary>Reads one story a line from UTF-8, as the lines come. Blank lines are none. Bytes that are no UTF-8 are an error that says where.</summary>
internal static class StoryLines
{
    private const int LongestLine = 1 << 24;
    private const int BufferSize = 1 << 16;

    public static IEnumerable<Story> Read(Stream input, string source, Catalogue texts)
    {
        byte[] buffer = new byte[BufferSize];
        var line = new ArrayBufferWriter<byte>();
        long number = 1, start = 0;
        for (int count; (count = input.Read(buffer)) > 0;)
        {
            for (int at = 0; at < count;)
            {
                int end = Array.IndexOf(buffer, (byte)'\n', at, count - at);
                int stop = end < 0 ? count : end;
                if (line.WrittenCount + (stop - at) > LongestLine) throw new UserError(texts.LineTooLong(source, number, LongestLine));
                line.Write(buffer.AsSpan(at, stop - at));
                at = stop + 1;
                if (end < 0) continue;
                if (Decode(line.WrittenSpan, source, number, start, texts) is { } text) yield return new Story(number, text);
                start += line.WrittenCount + 1;
                number++;
                line.ResetWrittenCount();
            }
        }

        if (Decode(line.WrittenSpan, source, number, start, texts) is { } last) yield return new Story(number, last);
    }

    /// <summary>The line's text, or null if it is blank.</summary>
    private static string? Decode(ReadOnlySpan<byte> line, string source, long number, long start, Catalogue texts)
    {
        char[] characters = new char[line.Length];
        if (Utf8.ToUtf16(line, characters, out int wrong, out int length, replaceInvalidSequences: false) != OperationStatus.Done)
            throw new UserError(texts.NotUtf8(source, number, start + wrong));

        string text = new string(characters, 0, length).TrimStart('\uFEFF').Trim();
        return text.Length == 0 ? null : text;
    }
}
