using TorchSharp;

namespace Bench;

/// <summary>Stories in batches, made before the clock runs.</summary>
internal static class LectureBatches
{
    public static IEnumerable<(torch.Tensor Tokens, Range Samples)> Of(Stories stories, int batch)
    {
        for (int from = 0; from < stories.Count; from += batch)
        {
            int to = Math.Min(from + batch, stories.Count);
            yield return (Values.TimeFirst(stories.Tokens.AsSpan(from * Stories.Length, (to - from) * Stories.Length), to - from), from..to);
        }
    }
}
