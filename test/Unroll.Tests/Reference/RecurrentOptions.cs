using Unroll.Kernels;

namespace Unroll.Tests.Reference;

/// <summary>Which recurrent layer, and with which options.</summary>
internal sealed record RecurrentOptions(CellKind Kind)
{
    public bool ReturnSequences { get; init; }

    public bool GoBackwards { get; init; }

    public bool ZeroOutputForMask { get; init; }

    public bool UseBias { get; init; } = true;

    public float Dropout { get; init; }

    public float RecurrentDropout { get; init; }

    public RecurrentLayer NewLayer(int units) => Kind switch
    {
        CellKind.Lstm => new Lstm(units)
        {
            ReturnSequences = ReturnSequences,
            GoBackwards = GoBackwards,
            ZeroOutputForMask = ZeroOutputForMask,
            UseBias = UseBias,
            Dropout = Dropout,
            RecurrentDropout = RecurrentDropout,
        },
        CellKind.SimpleRnn => new SimpleRnn(units)
        {
            ReturnSequences = ReturnSequences,
            GoBackwards = GoBackwards,
            ZeroOutputForMask = ZeroOutputForMask,
            UseBias = UseBias,
            Dropout = Dropout,
            RecurrentDropout = RecurrentDropout,
        },
        _ => new Gru(units)
        {
            ResetAfter = Kind == CellKind.Gru,
            ReturnSequences = ReturnSequences,
            GoBackwards = GoBackwards,
            ZeroOutputForMask = ZeroOutputForMask,
            UseBias = UseBias,
            Dropout = Dropout,
            RecurrentDropout = RecurrentDropout,
        },
    };

    public RecurrentTwin NewTwin(int features, int units) =>
        new(Kind, features, units) { ReturnSequences = ReturnSequences, GoBackwards = GoBackwards, ZeroOutputForMask = ZeroOutputForMask };
}
