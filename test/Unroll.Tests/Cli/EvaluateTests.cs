using System.Text.Json;
using Unroll.Datasets;

namespace Unroll.Tests.Cli;

[Collection(TrainedModelTests.Name)]
public class EvaluateTests(TrainedModel trained)
{
    [Fact]
    public void Evaluate_SavedModel_GivesTheTrainingsTestFigures()
    {
        var outcome = UnrollProcess.Run("evaluate", trained.Path, "--json");
        Assert.Equal("", outcome.Error);
        using var evaluated = JsonDocument.Parse(outcome.Lines[^1]);
        using var training = JsonDocument.Parse(trained.Training.Lines[^1]);
        Assert.Equal(training.RootElement.GetProperty("test_accuracy").GetDouble(), evaluated.RootElement.GetProperty("accuracy").GetDouble());
        Assert.Equal(training.RootElement.GetProperty("test_loss").GetDouble(), evaluated.RootElement.GetProperty("loss").GetDouble());
    }

    [Fact]
    public void Evaluate_SavedModel_PrintsATableOfAllTopics()
    {
        string[] lines = UnrollProcess.Run("evaluate", trained.Path).Lines;
        Assert.Matches(@"^loss: \d\.\d{4} - accuracy: 0\.\d{4}$", lines[0]);
        Assert.Matches("^topic +precision +recall +F1 +stories$", lines[1]);
        Assert.Equal(Reuters.TopicNames, lines[2..48].Select(line => line.Split(' ')[0]));
        Assert.All(lines[2..48], line => Assert.Matches(@"^[a-z-]+ +[01]\.\d{4} +[01]\.\d{4} +[01]\.\d{4} +\d+$", line));
        Assert.Matches(@"^macro average +0\.\d{4} +0\.\d{4} +0\.\d{4} +2246$", Assert.Single(lines[48..]));
    }

    [Fact]
    public void Summary_SavedModel_PrintsLayersAndParameters()
    {
        string output = UnrollProcess.Run("summary", trained.Path).Output;
        Assert.Contains("lstm (LSTM)", output, StringComparison.Ordinal);
        Assert.Contains("Total params: 41,838", output, StringComparison.Ordinal);
    }
}
