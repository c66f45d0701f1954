using System.Buffers.Binary;
using System.Text;
using Unroll.Tests.Saving;

namespace Unroll.Tests.Data.Text;

public class GettextTests
{
    private const string Header = "Content-Type: text/plain; charset=UTF-8\nLanguage: ko\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_MoOfEitherByteOrder_GivesEntries(bool bigEndian)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["ko.mo"], Mo(bigEndian, Encoding.UTF8, ("", Header), ("menu\u0004_Open", "열기(_O)"), ("%d page\0%d pages", "%d쪽"), ("untranslated", "")));
        GettextCatalogue catalogue = GettextCatalogue.Read(folder["ko.mo"]);
        Assert.Equal("ko", catalogue.Header["Language"]);
        Assert.Equal(2, catalogue.Entries.Count);
        Assert.Equal(("menu", "_Open", null, "열기(_O)"), (catalogue.Entries[0].Context, catalogue.Entries[0].Source, catalogue.Entries[0].Plural, catalogue.Entries[0].Translations.Single()));
        Assert.Equal(("%d page", "%d pages", "%d쪽"), (catalogue.Entries[1].Source, catalogue.Entries[1].Plural, catalogue.Entries[1].Translations.Single()));
    }

    [Fact]
    public void Read_MoInEucKr_FollowsItsHeader()
    {
        using var folder = new TemporaryFolder();
        Encoding korean = CodePagesEncodingProvider.Instance.GetEncoding("euc-kr")!;
        File.WriteAllBytes(folder["ko.mo"], Mo(false, korean, ("", "Content-Type: text/plain; charset=EUC-KR\n"), ("Open", "열기")));
        Assert.Equal("열기", GettextCatalogue.Read(folder["ko.mo"]).Entries.Single().Translations.Single());
    }

    [Fact]
    public void Read_BrokenMo_SaysWhatIsWrong()
    {
        using var folder = new TemporaryFolder();
        byte[] good = Mo(false, Encoding.UTF8, ("", Header), ("Open", "열기"));
        void Check(byte[] bytes, string expected)
        {
            File.WriteAllBytes(folder["ko.mo"], bytes);
            string message = Assert.Throws<InvalidDataException>(() => GettextCatalogue.Read(folder["ko.mo"])).Message;
            Assert.Equal($"{folder["ko.mo"]}: {expected}", message);
        }
        byte[] With(int offset, uint value)
        {
            byte[] bytes = [.. good];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);
            return bytes;
        }
        const string Anew = " Get the file anew, or compile it again with msgfmt.";
        Check(good[..10], "the .mo file is damaged: it has 10 bytes, but its header alone has 20." + Anew);
        Check(With(4, 5 << 16), "the .mo file is damaged: its revision is 5, but 0 and 1 are known." + Anew);
        Check(With(8, 0xFFFFFFFF), $"the .mo file is damaged: its table of 4294967295 texts at byte 28 goes beyond its end at {good.Length}." + Anew);
        Check(With(36, 0xFFFFFFF0), $"the .mo file is damaged: text 1 ends at byte 4294967360, beyond its end at {good.Length}.".Replace("4294967360", (0xFFFFFFF0L + BinaryPrimitives.ReadUInt32LittleEndian(good.AsSpan(40))).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal) + Anew);
        byte[] wrong = [.. good];
        wrong[^4] = 0xFF;
        Check(wrong, "the .mo file is damaged: text 1 is not in its charset utf-8." + Anew);
        byte[] charset = Mo(false, Encoding.UTF8, ("", "Content-Type: text/plain; charset=KLINGON\n"));
        Check(charset, "its header names the charset 'KLINGON', which is not known. Convert the file to UTF-8, for example with msgconv.");
    }

    [Fact]
    public void Read_MoThatNamesOneTextOften_IsRefused()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = new byte[28 + 16 * 1000];
        uint[] header = [0x950412de, 0, 1000, 28, 28];
        for (int i = 0; i < header.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), header[i]);
        for (int i = 0; i < 1000; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28 + 8 * i), 10_000);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(32 + 8 * i), 100);
        }
        File.WriteAllBytes(folder["ko.mo"], bytes);
        Assert.Contains("its texts overlap", Assert.Throws<InvalidDataException>(() => GettextCatalogue.Read(folder["ko.mo"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Po_GivesWhatIsTranslated()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["ko.po"], """
            # A comment
            msgid ""
            msgstr ""
            "Content-Type: text/plain; charset=UTF-8\n"
            "Language: ko\n"

            #: file.c:1
            #, c-format
            msgctxt "menu"
            msgid "Two "
            "lines\n\"quoted\"\t\x41\102"
            msgstr "두 "
            "줄"

            #, fuzzy, c-format
            #| msgid "Old"
            msgid "Fuzzy"
            msgstr "흐림"

            msgid "Untranslated"
            msgstr ""
            msgid "one file"
            msgid_plural "many files"
            msgstr[0] "파일"
            msgstr[1] "파일들"

            #~ msgid "Obsolete"
            #~ msgstr "낡음"
            """);
        GettextCatalogue catalogue = GettextCatalogue.Read(folder["ko.po"]);
        Assert.Equal("ko", catalogue.Header["Language"]);
        Assert.Equal(["Two lines\n\"quoted\"\tAB", "one file"], catalogue.Entries.Select(e => e.Source));
        Assert.Equal("menu", catalogue.Entries[0].Context);
        Assert.Equal("두 줄", catalogue.Entries[0].Translations.Single());
        Assert.Equal("many files", catalogue.Entries[1].Plural);
        Assert.Equal(["파일", "파일들"], catalogue.Entries[1].Translations);
    }

    [Theory]
    [InlineData("msgid \"a", 1, "a string has no double quote at its end")]
    [InlineData("msgid \"a\\q\"", 1, "'\\q' is no escape sequence")]
    [InlineData("msgid \"a\"b\"", 1, "a double quote inside a string has no backslash before it")]
    [InlineData("msgid \"a\\\"", 1, "a string ends with a single backslash")]
    [InlineData("\n\"a\"", 2, "a string stands without a keyword before it")]
    [InlineData("msgid a", 1, "'msgid a' has no string in double quotes")]
    [InlineData("msgtext \"a\"", 1, "'msgtext' is no keyword, but msgctxt, msgid, msgid_plural, msgstr or msgstr[N] is expected")]
    [InlineData("msgstr \"a\"", 1, "msgstr stands without a msgid before it")]
    [InlineData("msgid \"a\"\nmsgstr \"a\"\nmsgstr \"b\"", 3, "msgstr stands twice in one entry")]
    [InlineData("msgid \"a\"\nmsgid \"b\"", 2, "the entry before has no msgstr")]
    [InlineData("msgctxt \"a\"\nmsgctxt \"b\"", 2, "the entry before has no msgid")]
    public void Read_BrokenPo_SaysTheLine(string text, int line, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["ko.po"], text);
        Assert.Equal($"{folder["ko.po"]}, line {line}: {expected}. Check the .po file, for example with msgfmt --check.", Assert.Throws<InvalidDataException>(() => GettextCatalogue.Read(folder["ko.po"])).Message);
    }

    [Fact]
    public void Read_PoWithWrongBytes_SaysTheLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["ko.po"], [.. "msgid \"a\"\nmsgstr \""u8, 0xFF, .. "\"\n"u8]);
        Assert.Equal($"{folder["ko.po"]}, line 2: byte 9 is not UTF-8. Convert the file to it, for example with iconv.", Assert.Throws<InvalidDataException>(() => GettextCatalogue.Read(folder["ko.po"])).Message);
    }

    [Theory]
    [InlineData("UTF-7")]
    [InlineData("EUC-XX")]
    public void Read_PoInACharsetThatIsNotKnown_NamesIt(string charset)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["ko.po"], $"msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset={charset}\\n\"\n");
        Assert.Equal(
            $"{folder["ko.po"]}: its header names the charset '{charset}', which is not known. Convert the file to UTF-8, for example with msgconv.",
            Assert.Throws<InvalidDataException>(() => GettextCatalogue.Read(folder["ko.po"])).Message);
    }

    [Fact]
    public void From_Entries_GivesCleanPairs()
    {
        (string Source, string Target)[] entries =
        [
            ("_Open", "열기(_O)"), ("Sa~ve", "저장(~V)"), ("Bold &amp; <b>big</b>", "굵고 <b>큰</b>"), ("<All Files>", "<모든 파일>"), ("file_name", "파일 이름"), ("_Tilde", "_물결"),
            ("Print %s", "%s 인쇄"), ("Page $1", "$1쪽"), ("{0} items", "항목 {0}개"), ("About %PRODUCTNAME", "%PRODUCTNAME 정보"), ("50% of all", "전체의 50%"),
            ("OK", "OK"), ("...", "…"), ("Two\n  lines", "두\n줄"), ("Close", "닫기"), ("Close", "종료"), ("_Close", "종료(_C)"),
        ];
        TextPair[] expected =
        [
            new("Open", "열기"), new("Save", "저장"), new("Bold & big", "굵고 큰"), new("<All Files>", "<모든 파일>"), new("file_name", "파일 이름"), new("Tilde", "물결"),
            new("50% of all", "전체의 50%"), new("Two lines", "두 줄"), new("Close", "종료"),
        ];
        Assert.Equal(expected, GettextPairs.From(entries.Select(e => new GettextEntry(null, e.Source, null, [e.Target]))));
        Assert.Equal([new("file", "파일"), new("files", "파일들")], GettextPairs.From([new GettextEntry(null, "file", "files", ["파일", "파일들"])]));
    }

    /// <summary>A compiled catalogue as msgfmt writes it, without the hash table.</summary>
    private static byte[] Mo(bool bigEndian, Encoding encoding, params (string Source, string Target)[] texts)
    {
        const int Start = 28;
        int data = Start + 16 * texts.Length;
        var strings = new MemoryStream();
        var table = new List<uint>();
        foreach (string text in texts.Select(t => t.Source).Concat(texts.Select(t => t.Target)))
        {
            byte[] bytes = encoding.GetBytes(text);
            table.AddRange([(uint)bytes.Length, (uint)(data + strings.Length)]);
            strings.Write([.. bytes, 0]);
        }
        uint[] numbers = [0x950412de, 0, (uint)texts.Length, Start, (uint)(Start + 8 * texts.Length), 0, 0, .. table];
        var file = new byte[data + strings.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (bigEndian) BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 * i), numbers[i]);
            else BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4 * i), numbers[i]);
        }
        strings.ToArray().CopyTo(file, data);
        return file;
    }
}
