using Unroll.Datasets;

namespace Unroll.Tests.Datasets;

public class CmuDictTests
{
    [Fact]
    public void Read_DictionaryFile_GivesWordsWithTheirPronunciations()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["cmudict.dict"], ";;; a comment\nTOMATO T AH0 M EY1 T OW2\ntomato(2)  T AH0 M AA1 T OW2\naalto AA1 L T OW2 # name, finnish\ntomato(3) T AH1 M EY0 T OW0\n\n'til T IH1 L\r\n");
        Assert.Equal(
            [new("tomato", "T AH M EY T OW"), new("tomato", "T AH M AA T OW"), new("aalto", "AA L T OW"), new("'til", "T IH L")],
            CmuDict.Read(folder["cmudict.dict"]));
    }

    [Fact]
    public void Read_BadLine_SaysWhere()
    {
        using var folder = new TemporaryFolder();
        string path = folder["cmudict.dict"];
        Assert.Equal($"{path}: there is no such file. Fetch the dictionary with 'unroll data cmudict', or give the path of a cmudict.dict.", Assert.Throws<FileNotFoundException>(() => CmuDict.Read(path)).Message);
        Assert.Equal($"{path}, line 2: the word 'b' has no phonemes after it. Give a line such as 'hello HH AH0 L OW1'.", Error("a EY1\nb\n"));
        Assert.StartsWith($"{path}, line 1: 'QQ' is none of the dictionary's 39 phonemes (AA AE AH", Error("a QQ1\n"), StringComparison.Ordinal);
        Assert.Equal($"{path}: there are no words. Fetch the dictionary with 'unroll data cmudict'.", Error("\n"));

        string Error(string text)
        {
            File.WriteAllText(path, text);
            return Assert.Throws<InvalidDataException>(() => CmuDict.Read(path)).Message;
        }
    }

    [Fact]
    public void FromJavaScript_ThePackagesObject_BecomesLines()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["index.js"], "/** @type {{ [word: string]: string }} */\nexport const dictionary = {\n  \"'bout\": \"B AW1 T\",\n  \"a(2)\": \"EY1\",\n}\n");
        Assert.Equal("'bout B AW1 T\na(2) EY1\n", CmuDict.FromJavaScript(folder["index.js"]));
        File.WriteAllText(folder["index.js"], "throw 1");
        Assert.StartsWith("cmu-pronouncing-dictionary 3.0.0: its index.js is not the object of words that was expected: ", Assert.Throws<InvalidDataException>(() => CmuDict.FromJavaScript(folder["index.js"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromJavaScript_NoBraces_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["index.js"], "} throw 1 {");
        Assert.Equal(
            "cmu-pronouncing-dictionary 3.0.0: its index.js is not the object of words that was expected: it has no braces. Fetch it again.",
            Assert.Throws<InvalidDataException>(() => CmuDict.FromJavaScript(folder["index.js"])).Message);
    }
}
