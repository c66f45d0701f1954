using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Unroll.Datasets;

namespace Unroll.Tests.Data;

public class ReutersTests
{
    private static readonly JsonElement s_golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "files", "load_data.json"))).RootElement;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_golden.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Load_KerasArguments_GivesKerasDigests(int index)
    {
        JsonElement c = s_golden.GetProperty("cases")[index];
        JsonElement a = c.GetProperty("arguments");
        (NewsStories train, NewsStories test) = Reuters.Load(
            Int(a, "num_words", null), Int(a, "skip_top", 0)!.Value, Int(a, "maxlen", null),
            a.TryGetProperty("test_split", out JsonElement split) ? split.GetDouble() : 0.2,
            Int(a, "seed", 113)!.Value, Int(a, "start_char", 1), Int(a, "oov_char", 2), Int(a, "index_from", 3)!.Value);

        Assert.Equal(c.GetProperty("train").GetInt32(), train.Count);
        Assert.Equal(c.GetProperty("test").GetInt32(), test.Count);
        Assert.Equal(c.GetProperty("first").EnumerateArray().Select(static e => e.GetInt32()), train.Stories[0]);
        Assert.Equal(c.GetProperty("first_label").GetInt32(), train.Topics[0]);
        Assert.Equal(c.GetProperty("x_train_sha256").GetString(), Digest(train.Stories));
        Assert.Equal(c.GetProperty("x_test_sha256").GetString(), Digest(test.Stories));
        Assert.Equal(c.GetProperty("y_train_sha256").GetString(), Digest(train.Topics.Select(static t => new[] { t })));
        Assert.Equal(c.GetProperty("y_test_sha256").GetString(), Digest(test.Topics.Select(static t => new[] { t })));
    }

    [Fact]
    public void Decode_LoadedStory_GivesWordsBack()
    {
        (NewsStories train, _) = Reuters.Load();
        IReadOnlyDictionary<string, int> index = Reuters.WordIndex();
        string[] words = Reuters.Decode(train.Stories[0]).Split(' ');
        Assert.Equal("?", words[0]);
        Assert.Equal(["reuter", "3"], words[^2..]);
        Assert.Equal(train.Stories[0][1..], words[1..].Select(w => index[w] + 3));
    }

    [Fact]
    public void TopicNames_All_AreKerasOnes()
    {
        Assert.Equal(46, Reuters.TopicNames.Count);
        Assert.Equal(["cocoa", "grain", "veg-oil", "earn", "acq"], Reuters.TopicNames.Take(5));
        Assert.Equal(30979, Reuters.WordIndex().Count);
        Assert.Equal(1, Reuters.WordIndex()["the"]);
    }

    [Fact]
    public void Load_ArgumentsOutOfRange_SaysWhatIsExpected()
    {
        Assert.Contains("from 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => Reuters.Load(testSplit: 1.5)).Message, StringComparison.Ordinal);
        Assert.Contains("1 or more", Assert.Throws<ArgumentOutOfRangeException>(() => Reuters.Load(numWords: 0)).Message, StringComparison.Ordinal);
        Assert.Contains("No story is shorter than maxLength 1", Assert.Throws<ArgumentException>(() => Reuters.Load(maxLength: 1)).Message, StringComparison.Ordinal);
    }

    private static int? Int(JsonElement arguments, string name, int? otherwise) =>
        !arguments.TryGetProperty(name, out JsonElement value) ? otherwise : value.ValueKind == JsonValueKind.Null ? null : value.GetInt32();

    private static string Digest(IEnumerable<int[]> stories)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[4];
        foreach (int[] story in stories)
        {
            foreach (int token in story)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes, token);
                hash.AppendData(bytes);
            }
            hash.AppendData("|"u8);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
