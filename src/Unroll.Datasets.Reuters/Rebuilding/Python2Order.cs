using System.Numerics;

namespace Unroll.Datasets;

/// <summary>
/// The order in which a dict of 64-bit CPython 2.7 gives its keys back, after keys were only added. It decides the ranks of words that are equally frequent.
/// (CPython 2.7: <c>Objects/dictobject.c</c>, <c>Objects/stringobject.c</c>.)
/// </summary>
internal static class Python2Order
{
    private const int SmallestTable = 8;
    private const int LargeDict = 50_000;

    /// <summary>The keys in the dict's order.</summary>
    /// <param name="keys">Different keys, in the order in which they were added.</param>
    public static string[] Of(IReadOnlyList<string> keys)
    {
        ulong[] hashes = [.. keys.Select(Hash)];
        int[] table = NewTable(SmallestTable);
        for (int used = 1; used <= keys.Count; used++)
        {
            Add(table, hashes, used - 1);
            if (used * 3L >= table.Length * 2L)
            {
                table = Grown(table, hashes, used);
            }
        }
        return [.. table.Where(static key => key >= 0).Select(key => keys[key])];
    }

    /// <summary>A str's hash, of its characters as bytes.</summary>
    internal static ulong Hash(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }
        unchecked
        {
            ulong hash = (ulong)text[0] << 7;
            foreach (char c in text)
            {
                hash = (1000003 * hash) ^ c;
            }
            hash ^= (ulong)text.Length;
            return hash == ulong.MaxValue ? ulong.MaxValue - 1 : hash;
        }
    }

    private static int[] NewTable(int size)
    {
        var table = new int[size];
        Array.Fill(table, -1);
        return table;
    }

    private static int[] Grown(int[] table, ulong[] hashes, int used)
    {
        int least = used * (used > LargeDict ? 2 : 4);
        int[] grown = NewTable(Math.Max(SmallestTable, (int)BitOperations.RoundUpToPowerOf2((uint)least + 1)));
        foreach (int key in table)
        {
            if (key >= 0)
            {
                Add(grown, hashes, key);
            }
        }
        return grown;
    }

    private static void Add(int[] table, ulong[] hashes, int key)
    {
        ulong mask = (ulong)table.Length - 1, perturb = hashes[key], slot = hashes[key] & mask;
        while (table[slot & mask] >= 0)
        {
            slot = unchecked((5 * slot) + perturb + 1);
            perturb >>= 5;
        }
        table[slot & mask] = key;
    }
}
