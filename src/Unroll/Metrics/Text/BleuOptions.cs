namespace Unroll;

/// <summary>How BLEU cuts texts into tokens.</summary>
public enum BleuTokens
{
    /// <summary>At white space only, for texts that are cut already. sacreBLEU: <c>none</c>.</summary>
    None,

    /// <summary>At white space and punctuation as NIST's mteval-v13a does; sacreBLEU's default, <c>13a</c>.</summary>
    Mteval13A,

    /// <summary>Into single characters, without white space. sacreBLEU: <c>char</c>.</summary>
    Characters,
}

/// <summary>What BLEU counts where no n-gram of a length is right.</summary>
public enum BleuSmoothing
{
    /// <summary>Half an n-gram, the next time a quarter, and so on; sacreBLEU's default, <c>exp</c>.</summary>
    Exponential,

    /// <summary>A tenth of an n-gram. sacreBLEU: <c>floor</c>.</summary>
    Floor,

    /// <summary>Nothing, so that the score is 0. sacreBLEU: <c>none</c>.</summary>
    None,
}
