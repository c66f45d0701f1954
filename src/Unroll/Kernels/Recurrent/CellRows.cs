using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>Rows of one block of units, for a cell's kernel. A row stride of 0 lets all rows read one.</summary>
internal unsafe struct CellRows
{
    public int Rows;

    /// <summary>Rows that a cell takes from one pass to the next, while a first-level cache holds them: 4 KB of sums.</summary>
    public const int AtOnce = 16;

    /// <summary>Units of the block, a multiple of 4; also the distance between its slots.</summary>
    public int Units;

    /// <summary>The sums, [slot][unit], which become the gates; in the backward pass the sums' gradients.</summary>
    public float* Z;

    public nint ZRow;

    /// <summary>In the backward pass: the gates.</summary>
    public float* Gates;

    public nint GatesRow;

    /// <summary>h and c before the step, and tanh(c) after it.</summary>
    public float* H;

    public float* C;

    public float* TanhC;

    /// <summary>The row stride of these three.</summary>
    public nint SavedRow;

    /// <summary>h and c after the step.</summary>
    public float* NextH;

    public float* NextC;

    public nint NextRow;

    /// <summary>dLoss/dh after the step; becomes what of it reaches the step before other than by the product.</summary>
    public float* DH;

    /// <summary>dLoss/dc after the step; becomes that before it.</summary>
    public float* DC;

    public nint DRow;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance()
    {
        Z += ZRow;
        Gates += GatesRow;
        H += SavedRow;
        C += SavedRow;
        TanhC += SavedRow;
        NextH += NextRow;
        NextC += NextRow;
        DH += DRow;
        DC += DRow;
    }
}

/// <summary>A cell's arithmetic between the products, block by block. A block that is no multiple of the vectors is done four units at a time.</summary>
internal interface ICell
{
    /// <summary>Whether the cell has a state c beside h.</summary>
    static abstract bool HasC { get; }

    /// <summary>The sums become the gates and the next state.</summary>
    static abstract void Forward(CellRows rows);

    /// <summary>dh and dc become the sums' gradients and those of the state before.</summary>
    static abstract void Backward(CellRows rows);
}
