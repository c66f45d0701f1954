namespace Unroll;

/// <summary>Writes files whole or not at all: beside the target, flushed to the disk, then renamed over it.</summary>
internal static class AtomicFile
{
    /// <summary>Replaces the file at <paramref name="path"/> by what <paramref name="write"/> writes. Where anything fails, the file that was there stays as it was.</summary>
    /// <exception cref="IOException">The disk is full, the folder is missing or not writable.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string? temporary = null;
        try
        {
            string target = FinalTarget(path);
            temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            KeepMode(target, temporary);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e)
        {
            if (temporary is not null) Remove(temporary);
            if (e is IOException or UnauthorizedAccessException) Throw.Write(path, e);
            if (IsTooLarge(e)) Throw.Write(path, new IOException("The file grew larger than the file system or a limit allows.", e));
            throw;
        }
    }

    /// <summary>Removes what a process that was killed in <see cref="Write"/> left beside the file.</summary>
    public static void RemoveUnfinished(string path)
    {
        string target = FinalTarget(path);
        string folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder)) return;
        foreach (string temporary in Directory.EnumerateFiles(folder, $".{Path.GetFileName(target)}.*.tmp")) Remove(temporary);
    }

    /// <summary>Where a link leads, so that the link stays one.</summary>
    private static string FinalTarget(string path)
    {
        string full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    private static void KeepMode(string target, string temporary)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
    }

    /// <summary>What .NET makes of EFBIG.</summary>
    private static bool IsTooLarge(Exception e) => e is ArgumentOutOfRangeException { Source: "System.Private.CoreLib" };

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
        }
    }
}
