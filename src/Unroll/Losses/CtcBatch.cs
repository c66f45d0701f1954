namespace Unroll;

/// <summary>What <see cref="Ctc"/> works on: rows of labels, [rows, labels], and of predictions, [rows, time, classes], with a mask, [rows, time], or none.</summary>
internal readonly ref struct CtcBatch
{
    private readonly Targets _labels;
    private readonly ReadOnlySpan<float> _logits;
    private readonly ReadOnlySpan<byte> _mask;
    private readonly int _classes;
    private readonly int _rows;
    private readonly int _steps;

    public CtcBatch(Targets labels, ReadOnlySpan<float> logits, int classes, ReadOnlySpan<byte> mask, int rows)
    {
        _steps = rows == 0 ? 0 : logits.Length / classes / rows;
        if ((long)rows * _steps * classes != logits.Length || (rows == 0 ? labels.Length : labels.Length % rows) != 0)
            Throw.Shape($"CTC expects {rows} rows of labels and of predictions of {classes} classes, but got {labels.Length} labels and {logits.Length} predicted values. Give one row of each for each sequence.");
        _labels = labels;
        _logits = logits;
        _mask = mask;
        (_classes, _rows) = (classes, rows);
    }

    /// <summary>Throws where a label is no class, or a sequence is too short for its labels.</summary>
    public void Check()
    {
        for (int row = 0; row < _rows; row++)
        {
            Targets labels = Labels(row);
            int needed = labels.Length;
            for (int i = 0; i < labels.Length; i++)
            {
                int label = labels.Label(i);
                if ((uint)label >= (uint)_classes)
                {
                    Throw.Argument(
                        $"CTC: label {i} of sequence {row} is class {label}, but the model predicts {_classes} classes, 0 to {_classes - 1}. "
                        + "Number classes from 1, since 0 is the blank, and pad labels with 0.");
                }

                needed += i > 0 && label == labels.Label(i - 1) ? 1 : 0;
            }

            if (needed > Steps(row))
            {
                Throw.Argument(
                    $"CTC: the {labels.Length} labels of sequence {row} take {needed} steps or more, with a blank between equal ones, but its prediction has {Steps(row)}. "
                    + "Give longer sequences or fewer labels, or leave it out.");
            }
        }
    }

    /// <summary>A row's loss. Where it is no finite number, neither is the gradient.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="lattice">What computes.</param>
    /// <param name="gradient">Where the loss's gradient goes, of all rows; empty where it is not wanted.</param>
    public float Value(int row, CtcLattice lattice, Span<float> gradient = default)
    {
        int size = _steps * _classes;
        ReadOnlySpan<float> logits = _logits.Slice(row * size, size);
        double loss = lattice.Forward(Labels(row), logits, _classes, Mask(row));
        if (!gradient.IsEmpty && double.IsFinite(loss))
            lattice.Backward(logits, _classes, Mask(row), gradient.Slice(row * size, size));
        else if (!gradient.IsEmpty)
            gradient.Slice(row * size, size).Fill(float.NaN);
        return (float)loss;
    }

    /// <summary>A row's first labels, as many as are not 0 in all of it.</summary>
    private Targets Labels(int row)
    {
        int each = _labels.Length / _rows, count = 0;
        Targets all = _labels.Slice(row * each, each);
        for (int i = 0; i < each; i++)
            count += all.Label(i) != Ctc.Blank ? 1 : 0;
        return all.Slice(0, count);
    }

    private ReadOnlySpan<byte> Mask(int row) => _mask.IsEmpty ? default : _mask.Slice(row * _steps, _steps);

    /// <summary>A row's steps that count.</summary>
    private int Steps(int row)
    {
        if (_mask.IsEmpty)
            return _steps;
        int steps = 0;
        foreach (byte entry in Mask(row))
            steps += entry != 0 ? 1 : 0;
        return steps;
    }
}
