using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll train captions</c>.</summary>
internal static class TrainCaptionsCommand
{
    public static Command Create(Catalogue texts)
    {
        var source = ChoiceOption.Create(texts, "--source", texts.CaptionSourceOption, CaptionData.Sources, CaptionData.Sources[0]);
        var data = new Option<string?>("--data") { Description = texts.CaptionDataOption, HelpName = "FOLDER" };
        var allowMissing = new Option<bool>("--allow-missing") { Description = texts.AllowMissingOption };
        var captions = ChoiceOption.Create(texts, "--captions", texts.CaptionLanguageOption, [Language.English, Language.Korean], texts is KoreanTexts ? Language.Korean : Language.English);
        var scenes = NumberOption.Create(texts, "--scenes", texts.ScenesOption, 20_000, 1, 100_000_000);
        var tests = NumberOption.Create(texts, "--tests", texts.SceneTestsOption, 2_000, 1, 1_000_000);
        var side = NumberOption.Create(texts, "--side", texts.CaptionSideOption, 64, 16, 512);
        var units = NumberOption.Create(texts, "--units", texts.UnitsOption, 128, 8, 4096);
        var rate = NumberOption.Create(texts, "--learning-rate", texts.CaptionLearningRateOption, 0.002, 1e-6, 1);
        var beam = NumberOption.Create(texts, "--beam", texts.CaptionBeamOption, 4, 1, 1000);
        var run = new RunOptions(texts, (null, texts.CaptionEpochsOption), (32, texts.CaptionBatchSizeOption), ("captions", texts.CaptionOutOption));
        var command = new Command("captions", texts.TrainCaptionsAbout)
        {
            source, data, allowMissing, captions, scenes, tests, side, units, rate, beam,
        };
        run.AddTo(command);
        command.SetAction(parsed => new CaptionTraining(texts, new CaptionSettings
        {
            Run = run.Read(parsed, epochs: parsed.GetRequiredValue(source)! == CaptionData.SceneSource ? 14 : 60),
            Source = parsed.GetRequiredValue(source)!,
            Data = parsed.GetValue(data),
            AllowMissing = parsed.GetValue(allowMissing),
            Language = parsed.GetRequiredValue(captions)!,
            Scenes = parsed.GetValue(scenes),
            Tests = parsed.GetValue(tests),
            Side = parsed.GetValue(side),
            Units = (parsed.GetValue(units) + 7) / 8 * 8,
            LearningRate = parsed.GetValue(rate),
            Beam = parsed.GetValue(beam),
        }).Run());
        return command;
    }
}
