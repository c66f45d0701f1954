namespace Unroll.Datasets;

/// <summary>A package of the machine's Debian, fetched with <c>apt-get</c> and unpacked with <c>dpkg-deb</c>; nothing of it is installed.</summary>
internal static class DebianPackage
{
    private const string Install = "It is part of Debian and its relatives; fetch the data on such a machine.";

    /// <summary>Unpacks the package into a temporary folder, lets <paramref name="use"/> take from it what it wants, and removes the folder.</summary>
    /// <param name="name">The package.</param>
    /// <param name="use">Gets the folder that stands for the root of the file system.</param>
    /// <exception cref="IOException">apt-get or dpkg-deb is missing or fails.</exception>
    public static void Fetch(string name, Action<string> use)
    {
        string temporary = Directory.CreateTempSubdirectory("unroll-deb-").FullName;
        try
        {
            ExternalProgram.Run("apt-get", ["-o", "APT::Sandbox::User=root", "download", name], Install, temporary);
            string root = Path.Combine(temporary, "root");
            ExternalProgram.Run("dpkg-deb", ["-x", Directory.GetFiles(temporary, "*.deb").Single(), root], Install);
            use(root);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }
}
