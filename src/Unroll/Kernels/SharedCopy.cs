namespace Unroll.Kernels;

/// <summary>Copies many floats by all threads of a team, each a part. For one caller at a time.</summary>
internal sealed unsafe class SharedCopy
{
    private readonly Action<int, int> _share;
    private float* _source;
    private float* _target;
    private int _count;

    public SharedCopy() => _share = Share;

    public void Copy(Team team, ReadOnlySpan<float> source, Span<float> target)
    {
        Span<float> room = target[..source.Length];
        fixed (float* from = source, to = room)
        {
            _source = from;
            _target = to;
            _count = source.Length;
            team.RunCopy(_share, source.Length);
        }
    }

    private void Share(int worker, int workers)
    {
        (int from, int to) = Team.Share(_count, 16, worker, workers);
        new ReadOnlySpan<float>(_source + from, to - from).CopyTo(new Span<float>(_target + from, to - from));
    }
}
