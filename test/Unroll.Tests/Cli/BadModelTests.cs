using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace Unroll.Tests.Cli;

[Collection(TrainedModelTests.Name)]
public class BadModelTests(TrainedModel trained)
{
    public static TheoryData<string, string> Commands => new MatrixTheoryData<string, string>(["predict", "evaluate", "summary"], ["text", "lie", "nan"]);

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_BadModel_SaysWhatIsWrongInOneLine(string command, string damage)
    {
        using var folder = new TemporaryFolder();
        byte[] file = File.ReadAllBytes(trained.Path);
        if (damage == "text") file = "Crude oil rose."u8.ToArray();
        if (damage == "lie") BinaryPrimitives.WriteInt64LittleEndian(file, long.MaxValue);
        if (damage == "nan") BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(file.Length - 4), float.NaN);
        string path = folder["bad.safetensors"];
        File.WriteAllBytes(path, file);
        var outcome = UnrollProcess.RunWithInput("Oil rose.\n"u8.ToArray(), command, path);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        string message = damage switch
        {
            "text" => "it is no .safetensors file",
            "lie" => "it says that its header has 9223372036854775807 bytes",
            _ => "has the value NaN",
        };
        Assert.StartsWith($"unroll: {path}: ", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Contains(message, outcome.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ModelWithoutCompilation_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var classifier = TextClassifier.Load(trained.Path);
        string config = classifier.Model.ToJson();
        Model bare = Model.FromJson(config[..config.IndexOf(",\"compile_config\"", StringComparison.Ordinal)] + "}");
        new TextClassifier(bare, classifier.Settings).Save(folder["bare.safetensors"]);
        var outcome = UnrollProcess.Run("evaluate", folder["bare.safetensors"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("unroll: The model has no loss yet. Call Compile first.", outcome.ErrorLine);
    }

    [Fact]
    public void Train_DiskFillsWhileSaving_KeepsTheOldModel()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit on file sizes is Linux's.");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["out"]);
        string model = Path.Combine(folder["out"], "model.safetensors");
        File.WriteAllText(model, "the old model");
        const string limited = "trap '' XFSZ; ulimit -f 4; exec dotnet \"$@\"";
        var start = new ProcessStartInfo("bash", ["-c", limited, "bash", UnrollProcess.Command, .. TrainReutersTests.TinyTraining(folder), "--epochs", "1"]);
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["LC_ALL"] = "C";
        var outcome = Outcome.Of(start);
        Assert.StartsWith($"unroll: {model}: could not be written, and what stood there is unchanged: ", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("the old model", File.ReadAllText(model, Encoding.UTF8));
        Assert.Equal([model], Directory.GetFiles(folder["out"]));
    }
}
