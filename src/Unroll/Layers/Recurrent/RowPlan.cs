namespace Unroll;

/// <summary>
/// When each row of a batch begins and ends, and an order of the rows in which those at work are always the first ones: by their beginning, or,
/// where all begin at once, by their end. It depends on masks and tokens alone.
/// </summary>
internal sealed class RowPlan
{
    /// <summary>A prefix that is shorter for every row is not worth a phase of its own.</summary>
    private const int ShortestPrefix = 2;

    private int[] _begin = [];
    private int[] _end = [];

    /// <summary>For each place the row of the batch.</summary>
    public int[] Order { get; private set; } = [];

    /// <summary>For each place the first step; the number of steps where there is none.</summary>
    public int[] Begin { get; private set; } = [];

    /// <summary>For each place the step after the last that is at work.</summary>
    public int[] End { get; private set; } = [];

    /// <summary>For each step the number of rows at work.</summary>
    public int[] Active { get; private set; } = [];

    /// <summary>For each step and place whether the step is real: [step][place]; filled only where <see cref="HasHoles"/>.</summary>
    public byte[] Mask { get; private set; } = [];

    /// <summary>Whether rows at work have masked steps.</summary>
    public bool HasHoles { get; private set; }

    /// <summary>Steps that all rows share before they begin; 0 for none.</summary>
    public int PrefixSteps { get; private set; }

    /// <summary>The token of these steps.</summary>
    public int PrefixToken { get; private set; }

    /// <summary>All rows work all the time.</summary>
    public void MakePlain(int batch, int steps)
    {
        Reserve(batch, steps);
        _begin.AsSpan(0, batch).Clear();
        _end.AsSpan(0, batch).Fill(steps);
        Sort(batch, steps);
    }

    /// <summary>Rows begin where they stop repeating their first token, if that is the one that the longest repetition in the batch is of.</summary>
    /// <param name="tokens">[batch, steps], in the data's order of time.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="backwards">Whether time runs from the last step.</param>
    public void MakeShared(ReadOnlySpan<int> tokens, int batch, int steps, bool backwards)
    {
        Reserve(batch, steps);
        int longest = 0;
        for (int b = 0; b < batch; b++)
        {
            ReadOnlySpan<int> row = tokens.Slice(b * steps, steps);
            int first = row[backwards ? ^1 : 0];
            int run = 1;
            while (run < steps - 1 && row[backwards ? steps - 1 - run : run] == first)
            {
                run++;
            }
            _begin[b] = run;
            if (run > longest)
            {
                (longest, PrefixToken) = (run, first);
            }
        }
        _end.AsSpan(0, batch).Fill(steps);
        PrefixSteps = longest >= ShortestPrefix && steps > 1 ? longest : 0;
        for (int b = 0; b < batch; b++)
        {
            if (PrefixSteps == 0 || tokens[(b * steps) + (backwards ? steps - 1 : 0)] != PrefixToken)
            {
                _begin[b] = 0;
            }
        }
        Sort(batch, steps);
    }

    /// <summary>Rows begin at their first real step and end after their last.</summary>
    /// <param name="mask">[batch, steps], in the data's order of time.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="backwards">Whether time runs from the last step.</param>
    public void MakeMasked(ReadOnlySpan<byte> mask, int batch, int steps, bool backwards)
    {
        Reserve(batch, steps);
        for (int b = 0; b < batch; b++)
        {
            (_begin[b], _end[b]) = (steps, steps);
            int end = 0;
            for (int t = steps - 1; t >= 0; t--)
            {
                if (mask[(b * steps) + (backwards ? steps - 1 - t : t)] != 0)
                {
                    _begin[b] = t;
                    end = Math.Max(end, t + 1);
                }
            }
            _end[b] = end == 0 ? steps : end;
        }
        Sort(batch, steps);
        FindHoles(mask, batch, steps, backwards);
    }

    private void Reserve(int batch, int steps)
    {
        if (_begin.Length < batch)
        {
            (_begin, _end) = (new int[batch], new int[batch]);
            (Order, Begin, End) = (new int[batch], new int[batch], new int[batch]);
        }
        if (Active.Length != steps)
        {
            Active = new int[steps];
        }
        (HasHoles, PrefixSteps, PrefixToken) = (false, 0, 0);
    }

    /// <summary>A counting sort, so that rows that begin (or end) together stay in the batch's order. Rows without a real step begin at the end, and come last either way.</summary>
    private void Sort(int batch, int steps)
    {
        bool byBegin = _begin.AsSpan(0, batch).ContainsAnyExcept(0, steps);
        Array.Clear(Active);
        int place = 0;
        for (int key = 0; key <= steps; key++)
        {
            for (int b = 0; b < batch; b++)
            {
                if ((byBegin || _begin[b] == steps ? _begin[b] : steps - _end[b]) == key)
                {
                    (Order[place], Begin[place], End[place]) = (b, _begin[b], byBegin ? steps : _end[b]);
                    place++;
                }
            }
            if (place == batch)
            {
                break;
            }
        }
        for (int t = 0; t < steps; t++)
        {
            int rows = 0;
            while (rows < batch && Begin[rows] <= t && t < End[rows])
            {
                rows++;
            }
            Active[t] = rows;
        }
    }

    private void FindHoles(ReadOnlySpan<byte> mask, int batch, int steps, bool backwards)
    {
        if (Mask.Length < batch * steps)
        {
            Mask = new byte[batch * steps];
        }
        for (int t = 0; t < steps; t++)
        {
            for (int place = 0; place < batch; place++)
            {
                byte real = mask[(Order[place] * steps) + (backwards ? steps - 1 - t : t)];
                Mask[(t * batch) + place] = real;
                HasHoles |= real == 0 && place < Active[t];
            }
        }
    }
}
