using System.Diagnostics;
using System.Text.Json;

namespace Unroll.Tests.Cli;

public class InterruptionTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Train_Signal_SavesAndExitsWith130(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        using var folder = new TemporaryFolder();
        using var process = UnrollProcess.StartInterruptible([.. TrainReutersTests.TinyTraining(folder), "--epochs", "100000", "--json"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var end = limit.Token.Register(process.Kill);
        string? line;
        do line = process.StandardOutput.ReadLine();
        while (line is not null && !line.StartsWith("Epoch 1/", StringComparison.Ordinal));
        Assert.NotNull(line);

        using (var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"])) kill.WaitForExit();
        string[] rest = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();

        Assert.Equal(130, process.ExitCode);
        Assert.Matches("^Interrupted after [1-9][0-9]* whole epochs\\. The model is saved as far as it learned\\.$", rest[^2]);
        using var json = JsonDocument.Parse(rest[^1]);
        Assert.Equal("Cancelled", json.RootElement.GetProperty("stop_reason").GetString());
        Assert.Equal(4, json.RootElement.GetProperty("files").GetArrayLength());
        Assert.Equal(0, UnrollProcess.Run("predict", Path.Combine(folder["out"], "model.safetensors"), "--text", "oil").ExitCode);
    }
}
