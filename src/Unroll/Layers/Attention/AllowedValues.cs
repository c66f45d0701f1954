namespace Unroll;

/// <summary>Which values the queries of one sample's head may attend to.</summary>
internal readonly ref struct AllowedValues
{
    /// <summary>The steps that count; empty where all do.</summary>
    public ReadOnlySpan<byte> Values { get; init; }

    /// <inheritdoc cref="Values"/>
    public ReadOnlySpan<byte> Keys { get; init; }

    /// <inheritdoc cref="Values"/>
    public ReadOnlySpan<byte> Queries { get; init; }

    /// <summary>What each query may attend to, from a place on; null for all.</summary>
    public (AttentionMask? Mask, int At) Pairs { get; init; }

    /// <summary>Whether only values up to the query's own place count.</summary>
    public bool LooksBack { get; init; }

    /// <summary>How far away values count: less than that.</summary>
    public int Window { get; init; }

    public bool Contain(int query, int value) =>
        (!LooksBack || value <= query)
        && Math.Abs(query - value) < Window
        && (Values.IsEmpty || Values[value] != 0)
        && (Keys.IsEmpty || Keys[value] != 0)
        && (Queries.IsEmpty || Queries[query] != 0)
        && (Pairs.Mask is not { } mask || mask.Counts(Pairs.At, query, value));

    /// <summary>Whether a query may attend to none of so many values.</summary>
    public bool AreNone(int query, int values)
    {
        for (int j = 0; j < values; j++)
        {
            if (Contain(query, j))
            {
                return false;
            }
        }
        return true;
    }
}
