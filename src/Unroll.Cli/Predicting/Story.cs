namespace Unroll.Cli.Predicting;

/// <summary>A story to be classified, and the line that it stands on.</summary>
internal readonly record struct Story(long Line, string Text);
