using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unroll;

/// <summary>Collects what a model makes batch by batch in one of its outputs, which the model writes in place where it can.</summary>
internal sealed unsafe class PredictedOutput
{
    /// <summary>Floats that cost more to copy than to lend room for.</summary>
    private const int LeastLent = 4096;

    private readonly SymbolicTensor _output;
    private readonly int? _samples;
    private float[] _values = [];
    private float* _memory;
    private int _room;
    private int[] _sample = [];
    private int _count;

    /// <param name="output">The model's output.</param>
    /// <param name="samples">How many samples there will be, where that is known.</param>
    public PredictedOutput(SymbolicTensor output, int? samples) => (_output, _samples) = (output, samples);

    /// <param name="output">The model's output.</param>
    /// <param name="memory">Where the predictions go, which doesn't move meanwhile.</param>
    /// <param name="room">Floats that have room there.</param>
    public PredictedOutput(SymbolicTensor output, float* memory, int room)
        : this(output, null)
    {
        _memory = memory;
        (_room, IsGiven) = (room, true);
    }

    /// <summary>Floats so far.</summary>
    public int Written { get; private set; }

    private bool IsGiven { get; }

    /// <summary>Lends a batch's output its place among the predictions, if that is known and nothing that the model reads stands there.</summary>
    public void Lend(ModelRun run, TensorValue output, int samples)
    {
        if (Array.IndexOf(run.Inputs, output) >= 0)
        {
            return;
        }
        output.TakeBack();
        Shape shape = _output.Shape;
        long size = shape.Rank > 1 && !shape.Axes[1..].Contains(Shape.Any) ? shape.SampleSize * samples : 0;
        if (size < LeastLent || (IsGiven && size > _room - Written) || output.Type != ElementType.Float32)
        {
            return;
        }
        Reserve(size, samples);
        var place = new Span<float>(_memory + Written, (int)size);
        foreach (TensorValue input in run.Inputs)
        {
            if (input.Type == ElementType.Float32 && place.Overlaps(input.Floats))
            {
                return;
            }
        }
        output.Lend(_memory + Written, (int)size);
    }

    /// <summary>Takes a batch's output in.</summary>
    public void Add(ModelRun run, TensorValue output)
    {
        ReadOnlySpan<float> values = output.Floats;
        ReadOnlySpan<int> sample = output.Dimensions[1..];
        if (_count == 0)
        {
            _sample = sample.ToArray();
        }
        else if (!sample.SequenceEqual(_sample))
        {
            Throw.Shape($"The model's outputs of two batches are of different shapes: {Shape.Text(_sample)} and {Shape.Text(sample)} for each sample. Predict such batches one by one.");
        }
        if (IsGiven && values.Length > _room - Written)
        {
            Throw.Argument($"The destination has {_room} floats, but the predictions have more: {Shape.Text(sample)} for each sample. Pass one of their size.", "destination");
        }
        Reserve(values.Length, output.Batch);
        var place = new Span<float>(_memory + Written, values.Length);
        if (values != place)
        {
            run.Copy(values, place);
        }
        Written += values.Length;
        _count += output.Batch;
    }

    /// <summary>[samples, ...].</summary>
    public Tensor<float> ToTensor()
    {
        if (Written < _values.Length)
        {
            Array.Resize(ref _values, Written);
        }
        return Tensor.Create(_values, [_count, .. _sample.Select(static d => (nint)d)]);
    }

    /// <summary>Makes room for the floats of some samples more, and at the first time for those of all.</summary>
    private void Reserve(long more, int samples)
    {
        long end = Written + more;
        if (end <= _room)
        {
            return;
        }
        long room = Written == 0 ? Math.Max(_samples ?? 0, samples) * (more / samples) : Math.Min(2L * Written, Array.MaxLength);
        float[] values = GC.AllocateUninitializedArray<float>(checked((int)Math.Max(end, room)), pinned: true);
        _values.AsSpan(0, Written).CopyTo(values);
        (_values, _room) = (values, values.Length);
        _memory = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(values));
    }
}
