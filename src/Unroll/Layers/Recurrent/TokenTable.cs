using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// x·kernel + bias for each token once: for the distinct tokens of a batch, or at inference for the whole vocabulary, as long as the weights stay the same.
/// </summary>
internal sealed class TokenTable
{
    /// <summary>The largest table of a whole vocabulary, in floats: 64 MB.</summary>
    private const long LargestShared = 16L << 20;

    private readonly FloatBuffer _x = new();
    private readonly FloatBuffer _sums = new();
    private int[] _entryOf = [];
    private int[] _stamps = [];
    private int _stamp;
    private int[] _tokens = [];
    private int[] _entries = [];
    private int[] _prefixEntries = [];
    private SharedTable? _shared;
    private (long Table, long Kernel, long Bias) _lastVersions;

    /// <summary>Distinct tokens of the batch.</summary>
    public int Count { get; private set; }

    /// <summary>The token of each entry.</summary>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, Count);

    /// <summary>The embeddings of the entries, [entry][stride].</summary>
    public FloatBuffer Embeddings => _x;

    /// <summary>The entry of each step of the prefix.</summary>
    public int[] PrefixEntries => _prefixEntries;

    /// <summary>Entries that had to be computed for the last batch.</summary>
    public int Computed { get; private set; }

    /// <summary>Numbers the tokens and has the table's entries computed.</summary>
    public void Prepare(RecurrentRun run, TokenLookup lookup, RowPlan plan, ScanState s, bool backwards)
    {
        bool shared = !s.Keep && TryShare(run, lookup, s);
        Count = 0;
        Computed = 0;
        Number(lookup, plan, s, backwards, shared);
        if (shared)
        {
            (s.Table, s.TableRoom) = (_shared!.Sums, _shared.Room);
            return;
        }
        int features = lookup.Table.Shape[1];
        int stride = PanelLayout.Padded(features);
        _x.Resize((long)Count * stride);
        ReadOnlySpan<float> table = lookup.Table.Values;
        for (int i = 0; i < Count; i++)
        {
            table.Slice(_tokens[i] * features, features).CopyTo(_x.Span[(i * stride)..]);
        }
        s.TableRoom = Count;
        s.Table = _sums;
        _sums.Resize((long)s.Layout.Blocks * Count * PanelLayout.Width);
        run.Project(new Projection(run.InputColumns, features, _x, stride, run.Kernel, _sums, (nint)Count * PanelLayout.Width, s.Bias), 0, Count);
        Computed = Count;
    }

    private void Number(TokenLookup lookup, RowPlan plan, ScanState s, bool backwards, bool shared)
    {
        int vocabulary = lookup.Table.Shape[0];
        if (_stamps.Length < vocabulary)
        {
            (_stamps, _entryOf, _tokens) = (new int[vocabulary], new int[vocabulary], new int[vocabulary]);
        }
        if (_entries.Length < s.Steps * s.Batch)
        {
            _entries = new int[s.Steps * s.Batch];
        }
        if (_prefixEntries.Length != plan.PrefixSteps)
        {
            _prefixEntries = new int[plan.PrefixSteps];
        }
        _stamp++;
        s.Entries = _entries;
        ReadOnlySpan<int> tokens = lookup.Tokens.Ints;
        if (plan.PrefixSteps > 0)
        {
            Array.Fill(_prefixEntries, shared ? plan.PrefixToken : EntryOf(plan.PrefixToken));
        }
        for (int t = 0; t < s.Steps; t++)
        {
            int time = backwards ? s.Steps - 1 - t : t;
            for (int place = 0; place < plan.Active[t]; place++)
            {
                int token = tokens[(plan.Order[place] * s.Steps) + time];
                _entries[(t * s.Batch) + place] = shared ? token : EntryOf(token);
            }
        }
    }

    private int EntryOf(int token)
    {
        if (_stamps[token] != _stamp)
        {
            _stamps[token] = _stamp;
            _entryOf[token] = Count;
            _tokens[Count++] = token;
        }
        return _entryOf[token];
    }

    /// <summary>The second call with the same weights has the whole vocabulary computed, unless another workspace has done so or there is too much of it.</summary>
    private bool TryShare(RecurrentRun run, TokenLookup lookup, ScanState s)
    {
        var versions = (lookup.Table.Version, run.Layer.Kernel.Version, run.Layer.Bias?.Version ?? 0);
        if (_shared?.Versions == versions)
        {
            return true;
        }
        _shared = run.FindShared<SharedTable>();
        if (_shared?.Versions == versions)
        {
            return true;
        }
        bool seen = _lastVersions == versions;
        _lastVersions = versions;
        (int vocabulary, int features) = (lookup.Table.Shape[0], lookup.Table.Shape[1]);
        long size = (long)s.Layout.Blocks * vocabulary * PanelLayout.Width;
        if (!seen || size > LargestShared)
        {
            return false;
        }
        int stride = PanelLayout.Padded(features);
        _x.Resize((long)vocabulary * stride);
        for (int i = 0; i < vocabulary; i++)
        {
            lookup.Table.Values.Slice(i * features, features).CopyTo(_x.Span[(i * stride)..]);
        }
        var table = new SharedTable(versions, new FloatBuffer(), vocabulary);
        table.Sums.Resize(size);
        run.Project(new Projection(run.InputColumns, features, _x, stride, run.Kernel, table.Sums, (nint)vocabulary * PanelLayout.Width, s.Bias), 0, vocabulary);
        run.Publish(table);
        _shared = table;
        return true;
    }

    /// <summary>A whole vocabulary's sums, [block][token][64], and the weights' versions that they are of.</summary>
    private sealed record SharedTable((long, long, long) Versions, FloatBuffer Sums, int Room);
}

/// <summary>Where a tensor's values come from: tokens, and the table that they are looked up in.</summary>
internal sealed record TokenLookup(TensorValue Tokens, Parameter Table);
