namespace Unroll.Tests.Cli;

/// <summary>A small model that learned for some epochs, trained once by the command for all tests that use it.</summary>
public sealed class TrainedModel : IDisposable
{
    public const int Epochs = 12;

    public const int Seed = 8;

    private readonly TemporaryFolder _folder = new();

    public TrainedModel() => Training = UnrollProcess.Run(
        "train", "reuters", "--epochs", $"{Epochs}", "--embedding", "32", "--units", "32", "--batch-size", "32", "--seed", $"{Seed}", "--out", Folder, "--json");

    public string Folder => _folder["out"];

    public string Path => System.IO.Path.Combine(Folder, "model.safetensors");

    internal Outcome Training { get; }

    public void Dispose() => _folder.Dispose();
}

[CollectionDefinition(Name)]
public sealed class TrainedModelTests : ICollectionFixture<TrainedModel>
{
    public const string Name = "trained model";
}
