namespace Unroll;

/// <summary>TER's edits between a text and one reference: greedy shifts of phrases as long as they help, then the edit distance.</summary>
internal sealed class TerAlignment(string[] reference)
{
    private const int MostCandidates = 1000;
    private const int LongestShift = 10;
    private const int FarthestShift = 50;
    private const int BeamWidth = 25;
    private const int Unreached = int.MaxValue / 2;

    private enum Edit : byte
    {
        None,
        Keep,
        Substitute,
        Delete,
        Insert,
    }

    private int _candidates;

    public int Edits(string[] words)
    {
        if (reference.Length == 0) return words.Length;
        int shifts = 0;
        while (BestShift(words) is { } shifted && _candidates < MostCandidates)
        {
            words = shifted;
            shifts++;
        }
        return shifts + Distances(words).Cost;
    }

    /// <summary>The words after the shift that saves most: of equals the longest, then the earliest, then the one to the earliest place. Null if none saves an edit.</summary>
    private string[]? BestShift(string[] words)
    {
        var (cost, edits) = Distances(words);
        var (aligned, wrong, missed) = Align(edits, words.Length);
        (int Saved, int Length, int From, int To)? best = null;
        string[]? shifted = null;
        foreach (var (from, to, length) in SharedPhrases(words))
        {
            if (!wrong.AsSpan(from, length).Contains(true) || !missed.AsSpan(to, length).Contains(true)) continue;
            if (aligned[to] >= from && aligned[to] < from + length) continue;
            int previous = -1;
            for (int place = to - 1; place < to + length; place++)
            {
                int target = place < 0 ? 0 : aligned[place] + 1;
                if (target == previous) continue;
                previous = target;
                string[] moved = Shift(words, from, length, target);
                (int, int, int, int) candidate = (cost - Distances(moved).Cost, length, -from, -target);
                _candidates++;
                if (best is null || candidate.CompareTo(best.Value) > 0) (best, shifted) = (candidate, moved);
            }
            if (_candidates >= MostCandidates) break;
        }
        return best is { Saved: > 0 } ? shifted : null;
    }

    /// <summary>Phrases of the text that stand in the reference too, the shorter first.</summary>
    private IEnumerable<(int From, int To, int Length)> SharedPhrases(string[] words)
    {
        for (int from = 0; from < words.Length; from++)
        {
            for (int to = Math.Max(0, from - FarthestShift); to < Math.Min(reference.Length, from + FarthestShift + 1); to++)
            {
                for (int length = 0; length < LongestShift && from + length < words.Length && to + length < reference.Length && words[from + length] == reference[to + length];)
                {
                    length++;
                    yield return (from, to, length);
                }
            }
        }
    }

    private static string[] Shift(string[] words, int from, int length, int target)
    {
        ReadOnlySpan<string> phrase = words.AsSpan(from, length);
        if (target < from) return [.. words[..target], .. phrase, .. words[target..from], .. words[(from + length)..]];
        int end = target > from + length ? target : Math.Min(words.Length, length + target);
        return [.. words[..from], .. words[(from + length)..end], .. phrase, .. words[end..]];
    }

    /// <summary>For each word of the reference the word that it meets, or the last before it, and which words on both sides are in error.</summary>
    private (int[] Aligned, bool[] Wrong, bool[] Missed) Align(List<Edit> edits, int length)
    {
        var aligned = new int[reference.Length];
        var wrong = new bool[length];
        var missed = new bool[reference.Length];
        int word = -1, target = -1;
        foreach (Edit edit in edits)
        {
            if (edit != Edit.Insert) word++;
            if (edit != Edit.Delete) target++;
            if (edit != Edit.Insert) wrong[word] = edit != Edit.Keep;
            if (edit == Edit.Delete) continue;
            missed[target] = edit != Edit.Keep;
            aligned[target] = word;
        }
        return (aligned, wrong, missed);
    }

    /// <summary>The edit distance in a beam about the diagonal, and the edits: of equals a word kept or substituted, then deleted, then inserted.</summary>
    private (int Cost, List<Edit> Edits) Distances(string[] words)
    {
        int columns = reference.Length + 1;
        var costs = new int[words.Length + 1, columns];
        var edits = new Edit[words.Length + 1, columns];
        for (int j = 0; j < columns; j++) (costs[0, j], edits[0, j]) = (j, Edit.Insert);
        double ratio = words.Length > 0 ? (double)reference.Length / words.Length : 1;
        int beam = BeamWidth < ratio / 2 ? (int)Math.Ceiling(ratio / 2 + BeamWidth) : BeamWidth;
        for (int i = 1; i <= words.Length; i++)
        {
            int diagonal = (int)Math.Floor(i * ratio);
            int last = i == words.Length ? columns : Math.Min(columns, diagonal + beam);
            for (int j = 0; j < columns; j++) costs[i, j] = Unreached;
            for (int j = Math.Max(0, diagonal - beam); j < last; j++)
            {
                bool same = j > 0 && words[i - 1] == reference[j - 1];
                if (j > 0) (costs[i, j], edits[i, j]) = (costs[i - 1, j - 1] + (same ? 0 : 1), same ? Edit.Keep : Edit.Substitute);
                if (costs[i - 1, j] + 1 < costs[i, j]) (costs[i, j], edits[i, j]) = (costs[i - 1, j] + 1, Edit.Delete);
                if (j > 0 && costs[i, j - 1] + 1 < costs[i, j]) (costs[i, j], edits[i, j]) = (costs[i, j - 1] + 1, Edit.Insert);
            }
        }
        return (costs[words.Length, reference.Length], Trace(edits, words.Length));
    }

    private List<Edit> Trace(Edit[,] edits, int length)
    {
        var trace = new List<Edit>();
        for (int i = length, j = reference.Length; i > 0 || j > 0;)
        {
            Edit edit = edits[i, j];
            trace.Add(edit);
            if (edit != Edit.Insert) i--;
            if (edit != Edit.Delete) j--;
        }
        trace.Reverse();
        return trace;
    }
}
