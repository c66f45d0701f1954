namespace Bench;

/// <summary>A library that takes part.</summary>
public interface IContestant
{
    /// <summary>Its name and version.</summary>
    string Version { get; }

    /// <summary>Gets a job ready: model, weights, data.</summary>
    IRound Prepare(Job job);
}

/// <summary>A job that can be done again and again.</summary>
public interface IRound : IDisposable
{
    /// <summary>Does the job once; this is what is timed.</summary>
    void Run();

    /// <summary>What the last run came to.</summary>
    Outcome Outcome();
}

/// <summary>What a job came to.</summary>
/// <param name="Check">A number by which contestants are compared: a loss, or a sum of squares.</param>
/// <param name="CallSeconds">Each call's time, where calls are timed.</param>
public sealed record Outcome(double Check, double[]? CallSeconds = null);
