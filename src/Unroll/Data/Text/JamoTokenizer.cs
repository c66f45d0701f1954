namespace Unroll;

/// <summary>One token a jamo or any other character.</summary>
internal sealed class JamoTokenizer : TextTokenizer
{
    public override string Name => "jamo";

    public override IReadOnlyList<string> Split(string text) => CodePoints.Split(Hangul.Decompose(text));

    public override string Join(IEnumerable<string> tokens) => Hangul.Compose(string.Concat(tokens));
}
