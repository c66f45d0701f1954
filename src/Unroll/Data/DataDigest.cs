using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Unroll;

/// <summary>Tells data apart by SHA-256 over their types, shapes and values.</summary>
internal static class DataDigest
{
    /// <param name="batch">The data.</param>
    /// <param name="before">The digest of what came before.</param>
    public static string Of(Batch batch, string before = "")
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(before));
        foreach (DataArray[] arrays in new[] { batch.Inputs, batch.Targets, batch.SampleWeights })
        {
            hash.AppendData(Encoding.UTF8.GetBytes(arrays.Length.ToString(CultureInfo.InvariantCulture)));
            foreach (DataArray array in arrays)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{array.Type} {Shape.Text(array.Dimensions)}"));
                hash.AppendData(array.Bytes);
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
