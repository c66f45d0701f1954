using Unroll.Datasets;
using Unroll.Images;

namespace Unroll.Tests.Images;

public class CaptionFolderTests
{
    [Fact]
    public void Load_Flickr8kAsCsv_ReadsSeveralCaptionsOfAPicture()
    {
        using var folder = Pictures("b.jpg", "Images/a.png");
        File.WriteAllText(folder["captions.txt"], "image,caption\nb.jpg,A dog runs .\na.png,\"A \"\"red\"\" ball , on grass .\"\nb.jpg,\"Two dogs\"\n\n");
        var read = CaptionFolder.Load(folder["."], 16, 16);
        Assert.Equal(["a.png", "b.jpg"], read.Paths.Select(p => Path.GetFileName(p)));
        Assert.Equal(["A \"red\" ball , on grass ."], read.Pictures[0].Captions);
        Assert.Equal(["A dog runs .", "Two dogs"], read.Pictures[1].Captions);
        Assert.Equal((16, 16), (read.Pictures[0].Picture.Height, read.Pictures[0].Picture.Width));
    }

    [Fact]
    public void Load_Flickr8kAsTokens_ReadsNamesWithNumbers()
    {
        using var folder = Pictures("a.jpg");
        File.WriteAllText(folder["Flickr8k.token.txt"], "a.jpg#0\tA child climbs , slowly .\r\na.jpg#1\tA girl .\r\n");
        Assert.Equal(["A child climbs , slowly .", "A girl ."], CaptionFolder.Load(folder["."], 16, 16).Pictures[0].Captions);
    }

    [Fact]
    public void Load_CaptionWithoutPicture_NamesFileAndLine()
    {
        using var folder = Pictures("a.jpg");
        File.WriteAllText(folder["captions.txt"], "image,caption\na.jpg,one\nb.jpg,two\n");
        Assert.Equal($"{folder["./captions.txt"]}, line 3: there is no picture 'b.jpg' in {folder["."]}. Add it, take the line out, or allow what is missing.", Error(folder));
        Assert.Single(CaptionFolder.Load(folder["."], 8, 8, allowMissing: true).Pictures);
    }

    [Fact]
    public void Load_PictureWithoutCaption_NamesIt()
    {
        using var folder = Pictures("a.jpg", "b.jpg");
        File.WriteAllText(folder["captions.txt"], "image,caption\na.jpg,one\n");
        Assert.Equal($"{folder["./b.jpg"]}: the picture has no caption in {folder["./captions.txt"]}. Add a line for it, take it away, or allow what is missing.", Error(folder));
        Assert.Single(CaptionFolder.Load(folder["."], 8, 8, allowMissing: true).Pictures);
    }

    [Theory]
    [InlineData("image,caption\na.jpg\n", "line 2: 'a.jpg' has one column, but expected two: a picture's name, a comma and a caption.")]
    [InlineData("image,caption\na.jpg,\n", "line 2: the caption of 'a.jpg' is empty. Give one, or take the line out.")]
    [InlineData("image,caption\n,word\n", "line 2: the picture's name is empty. Give the name of a file.")]
    [InlineData("image,caption\na.jpg,\"open\n", "line 2: the quotes that begin at character 7 don't end before a comma or the line's end. Close them, and write a quote inside as two.")]
    [InlineData("a.jpg,word\n", "line 1: the file begins with 'a.jpg,word', but expected the header 'image,caption', or a picture's name with #0, a tab and a caption.")]
    [InlineData("a.jpg#0\tword\nmore\n", "line 2: 'more' has no tab. Give a picture's name with #0, a tab and a caption.")]
    public void Load_ALineThatIsNoCaption_NamesFileAndLine(string text, string expected)
    {
        using var folder = Pictures("a.jpg");
        File.WriteAllText(folder["captions.txt"], text);
        Assert.Equal($"{folder["./captions.txt"]}, {expected}", Error(folder));
    }

    [Fact]
    public void Load_NotUtf8_NamesFileAndLine()
    {
        using var folder = Pictures("a.jpg");
        File.WriteAllBytes(folder["captions.txt"], [.. "image,caption\na.jpg,"u8, 0xff, (byte)'\n']);
        Assert.Contains("captions.txt, line 2: byte 7 is not UTF-8.", Error(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoCaptionsFile_SaysWhatToWrite()
    {
        using var folder = Pictures("a.jpg");
        var error = Assert.Throws<FileNotFoundException>(() => CaptionFolder.Load(folder["."], 8, 8));
        Assert.Equal($"{folder["."]}: there is no captions.txt, captions.csv or *.token.txt. Write one: a CSV with the header 'image,caption'.", error.Message);
    }

    [Fact]
    public void Load_NoCaptionsAtAll_SaysSo()
    {
        using var folder = Pictures("a.jpg");
        File.WriteAllText(folder["captions.txt"], "image,caption\n");
        Assert.Equal($"{folder["./captions.txt"]}: there are no captions. Give a line for each.", Error(folder));
    }

    [Fact]
    public void WriteCaptions_OfAnArtist_NamesPicturesInBothLanguages()
    {
        using var folder = Pictures("google/0023-fe0f-20e3.png", "google/270b-1f3fb.png", "google/ffff.png");
        File.WriteAllText(folder["names.en.json"], """[{"hexcode":"0023-20E3","label":"keycap: #"},{"hexcode":"270B","label":"raised hand","skins":[{"hexcode":"270B-1F3FB","label":"raised hand: light skin tone"}]}]""");
        File.WriteAllText(folder["names.ko.json"], """[{"hexcode":"0023-FE0F-20E3","label":"키 캡: #"},{"hexcode":"270B","label":"손바닥","skins":[{"hexcode":"270B-1F3FB","label":"손바닥: 하얀 피부"}]}]""");
        Assert.Equal(2, EmojiPictures.WriteCaptions(folder["."], "google"));
        Assert.Equal(["키 캡: #", "손바닥: 하얀 피부"], CaptionFolder.Load(folder["google"], 8, 8, EmojiPictures.CaptionsFile("ko")).Pictures.Select(p => p.Captions[0]));
        Assert.Equal(["keycap: #", "raised hand: light skin tone"], CaptionFolder.Load(folder["google"], 8, 8, EmojiPictures.CaptionsFile("en")).Pictures.Select(p => p.Captions[0]));
    }

    [Fact]
    public void WriteCaptions_NamesThatAreNoList_SaysSo()
    {
        using var folder = Pictures("google/270b.png");
        File.WriteAllText(folder["names.en.json"], "{}");
        var error = Assert.Throws<InvalidDataException>(() => EmojiPictures.WriteCaptions(folder["."], "google"));
        Assert.StartsWith($"{folder["./names.en.json"]}: this is not the list of emoji that was expected: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{\"hexcode\":null,\"label\":\"hand\"}]")]
    [InlineData("[{\"hexcode\":\"270B\",\"label\":null}]")]
    public void WriteCaptions_NameThatIsNull_SaysSo(string names)
    {
        using var folder = Pictures("google/270b.png");
        File.WriteAllText(folder["names.en.json"], names);
        var error = Assert.Throws<InvalidDataException>(() => EmojiPictures.WriteCaptions(folder["."], "google"));
        Assert.StartsWith($"{folder["./names.en.json"]}: this is not the list of emoji that was expected: A ", error.Message, StringComparison.Ordinal);
    }

    private static string Error(TemporaryFolder folder) => Assert.Throws<InvalidDataException>(() => CaptionFolder.Load(folder["."], 8, 8)).Message;

    private static TemporaryFolder Pictures(params string[] names)
    {
        var folder = new TemporaryFolder();
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
            PictureFile.Save(Scenes.At(1, SceneSplit.Train, name.Length).Draw(16), folder[name]);
        }
        return folder;
    }
}
