namespace Unroll.Tests;

public class AtomicFileTests
{
    [Fact]
    public void Write_NewFile_LeavesThatFileOnly()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder["new.bin"], s => s.Write([1, 2, 3]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["new.bin"]));
        Assert.Equal(["new.bin"], folder.Names);
    }

    [Fact]
    public void Write_DiskFull_KeepsTheOldFile()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["old.bin"], [7, 7]);
        var error = Assert.Throws<IOException>(() => AtomicFile.Write(folder["old.bin"], s => new FullStream(s, 100).Write(new byte[200])));
        Assert.StartsWith($"{folder["old.bin"]}: could not be written, and what stood there is unchanged: No space left on device.", error.Message);
        Assert.Equal([7, 7], File.ReadAllBytes(folder["old.bin"]));
        Assert.Equal(["old.bin"], folder.Names);
    }

    [Fact]
    public void Write_CallerFails_PassesItsErrorOnAndCleansUp()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["old.bin"], [7]);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder["old.bin"], _ => throw new InvalidOperationException("no")));
        Assert.Equal([7], File.ReadAllBytes(folder["old.bin"]));
        Assert.Equal(["old.bin"], folder.Names);
    }

    [Fact]
    public void Write_TargetIsAFolder_SaysSoAndCleansUp()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["model"]);
        var error = Assert.Throws<IOException>(() => AtomicFile.Write(folder["model"], s => s.WriteByte(1)));
        Assert.Contains("model: could not be written", error.Message, StringComparison.Ordinal);
        Assert.Equal(["model"], folder.Names);
    }

    [Fact]
    public void Write_FolderIsMissing_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<IOException>(() => AtomicFile.Write(folder["missing/model.bin"], s => s.WriteByte(1)));
        Assert.Contains("choose a folder that can be written to", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ThroughALink_KeepsLinkAndMode()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["real.bin"], [1]);
        File.SetUnixFileMode(folder["real.bin"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(folder["link.bin"], folder["real.bin"]);
        AtomicFile.Write(folder["link.bin"], s => s.WriteByte(2));
        Assert.NotNull(File.ResolveLinkTarget(folder["link.bin"], returnFinalTarget: true));
        Assert.Equal([2], File.ReadAllBytes(folder["real.bin"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["real.bin"]));
    }
}
