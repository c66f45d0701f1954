using Unroll.Tests;
using Unroll.Tests.Aot;
using Unroll.Tests.Cli;
using Unroll.Tests.Docs;
using Unroll.Tests.Training;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Unroll.Tests;

/// <summary>Tests that build programs, or start one after the other, begin first: the others run beside them, and none of these is left to the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] _long = [nameof(AotTests), nameof(ResumeTests), TrainedModelTests.Name, nameof(ExamplesProgram)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => _long.Any(name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)))];
}
