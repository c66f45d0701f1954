using System.Buffers.Binary;
using Google.Protobuf;
using Unroll.Tests.Training;

namespace Unroll.Tests.Events;

public class TensorBoardTests
{
    [Fact]
    public void Fit_TensorBoard_WritesWhatTheHistoryHas()
    {
        using var folder = new TemporaryFolder();
        Sequential model = SmallModels.New();
        var board = new TensorBoard(folder["run"]) { EveryBatches = 2, HistogramFrequency = 2, WriteStepsPerSecond = true };
        var options = new FitOptions { BatchSize = 10, Epochs = 3, Validation = SmallModels.All, Callbacks = [board] };
        History history = model.Fit(SmallModels.All, options, TestContext.Current.CancellationToken);

        List<Event> train = Read(folder["run/train"]), validation = Read(folder["run/validation"]);
        Assert.Equal("brain.Event:2", train[0].Version);
        Assert.Equal("brain.Event:2", validation[0].Version);
        foreach (string name in new[] { "loss", "accuracy" })
        {
            Assert.Equal(history[name].Select((v, epoch) => ((long)epoch, (float)v)), Scalars(train, $"epoch_{name}"));
            Assert.Equal(history[$"val_{name}"].Select((v, epoch) => ((long)epoch, (float)v)), Scalars(validation, $"epoch_{name}"));
            Assert.Equal(history[$"val_{name}"].Select((v, epoch) => (3L * (epoch + 1), (float)v)), Scalars(validation, $"evaluation_{name}_vs_iterations"));
            Assert.Equal([2, 4, 6, 8], Scalars(train, $"batch_{name}").Select(s => s.Step));
        }
        Assert.Equal([(0, 0.02f), (1, 0.02f), (2, 0.02f)], Scalars(train, "epoch_learning_rate"));
        Assert.All(Scalars(train, "epoch_steps_per_second"), s => Assert.True(s.Value > 0));

        Event[] histograms = [.. train.Where(e => e.Histograms.Count > 0)];
        Assert.Equal([0, 2], histograms.Select(e => e.Step));
        float[] kernel = model.Weights[^2].ToArray();
        Histogram last = histograms[^1].Histograms["dense/kernel/histogram"];
        Assert.Equal((kernel.Min(), kernel.Max(), kernel.Length), ((float)last.Least, (float)last.Greatest, last.Counts.Sum()));
        Assert.Equal((kernel.Sum(v => (double)v), kernel.Sum(v => (double)v * v)), (last.Sum, last.Squares));
        double from = double.NegativeInfinity;
        foreach ((double limit, double count) in last.Limits.Zip(last.Counts).SkipLast(1))
        {
            Assert.Equal(kernel.Count(v => v >= from && v < limit), count, 1.0);
            from = limit;
        }
    }

    [Fact]
    public void Fit_Resumed_GoesOnInTheSameFilesWithoutRepeating()
    {
        using var folder = new TemporaryFolder();
        using (var stop = new CancellationTokenSource())
        {
            var cancel = new LambdaCallback { BatchEnd = (_, _) => { if (File.Exists(folder["c"])) stop.Cancel(); } };
            SmallModels.New().Fit(SmallModels.All, Options(cancel), stop.Token);
        }
        SmallModels.New().Fit(SmallModels.All, Options(new LambdaCallback()), TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 2], Scalars(Read(folder["run/train"]), "epoch_loss").Select(s => s.Step));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], Scalars(Read(folder["run/train"]), "batch_loss").Select(s => s.Step));

        FitOptions Options(Callback other) => new() { BatchSize = 10, Epochs = 3, Callbacks = [new TensorBoard(folder["run"]) { EveryBatches = 1 }, other], Checkpoint = new CheckpointOptions(folder["c"]) };
    }

    private static (long Step, float Value)[] Scalars(List<Event> events, string tag) =>
        [.. events.Where(e => e.Scalars.ContainsKey(tag)).Select(e => (e.Step, e.Scalars[tag]))];

    private sealed record Histogram(double Least, double Greatest, double Sum, double Squares, double[] Limits, double[] Counts);

    private sealed record Event(long Step, string? Version, Dictionary<string, float> Scalars, Dictionary<string, Histogram> Histograms);

    /// <summary>Reads the folder's only event file, and checks its checksums.</summary>
    private static List<Event> Read(string folder)
    {
        string path = Assert.Single(Directory.GetFiles(folder));
        Assert.Matches(@"^events\.out\.tfevents\.\d{10}\..+\.\d+\.v2$", Path.GetFileName(path));
        ReadOnlySpan<byte> file = File.ReadAllBytes(path);
        var events = new List<Event>();
        while (file.Length > 0)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
            Assert.Equal(MaskedCrc(file[..8]), BinaryPrimitives.ReadUInt32LittleEndian(file[8..]));
            Assert.Equal(MaskedCrc(file.Slice(12, length)), BinaryPrimitives.ReadUInt32LittleEndian(file[(12 + length)..]));
            events.Add(Parse(file.Slice(12, length).ToArray()));
            file = file[(16 + length)..];
        }
        return events;
    }

    /// <summary>CRC-32C bit by bit (polynomial 0x1EDC6F41, reflected), masked.</summary>
    private static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
        }
        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
    }

    private static Event Parse(byte[] bytes)
    {
        var parsed = new Event(0, null, [], []);
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is var tag && tag != 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 2: parsed = parsed with { Step = input.ReadInt64() }; break;
                case 3: parsed = parsed with { Version = input.ReadString() }; break;
                case 5: ParseSummary(input.ReadBytes().ToByteArray(), parsed); break;
                default: input.SkipLastField(); break;
            }
        }
        return parsed;
    }

    private static void ParseSummary(byte[] bytes, Event parsed)
    {
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() != 0)
        {
            var value = new CodedInputStream(input.ReadBytes().ToByteArray());
            string name = "";
            while (value.ReadTag() is var tag && tag != 0)
            {
                switch (WireFormat.GetTagFieldNumber(tag))
                {
                    case 1: name = value.ReadString(); break;
                    case 2: parsed.Scalars.Add(name, value.ReadFloat()); break;
                    case 5: parsed.Histograms.Add(name, ParseHistogram(value.ReadBytes().ToByteArray())); break;
                    default: Assert.Fail($"field {tag}"); break;
                }
            }
        }
    }

    private static Histogram ParseHistogram(byte[] bytes)
    {
        var input = new CodedInputStream(bytes);
        var numbers = new double[6];
        double[] limits = [], counts = [];
        while (input.ReadTag() is var tag && tag != 0)
        {
            int field = WireFormat.GetTagFieldNumber(tag);
            if (field < 6) numbers[field] = input.ReadDouble();
            else if (field == 6) limits = Doubles(input.ReadBytes());
            else counts = Doubles(input.ReadBytes());
        }
        Assert.Equal(counts.Sum(), numbers[3]);
        return new(numbers[1], numbers[2], numbers[4], numbers[5], limits, counts);

        static double[] Doubles(ByteString packed) => [.. Enumerable.Range(0, packed.Length / 8).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(packed.Span[(8 * i)..]))];
    }
}
