using System.Diagnostics;

namespace Bench;

/// <summary>A contestant's process.</summary>
internal sealed class Contestant : IDisposable
{
    public const string Unroll = "Unroll";
    public const string Torch = "Torch";
    public const string Onnx = "Onnx";

    /// <summary>Longer than the ticks in which the system counts a process's time.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(30);

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);

    private readonly Process _process;

    /// <param name="name">As bench/contestant takes it.</param>
    public Contestant(string name)
    {
        Name = name;
        _process = Process.Start(new ProcessStartInfo("./contestant", [name]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    public string Name { get; }

    public static Contestant[] Start(params ReadOnlySpan<string> names)
    {
        var started = new Contestant[names.Length];
        for (int i = 0; i < started.Length; i++)
        {
            started[i] = new Contestant(names[i]);
        }
        return started;
    }

    public static void Stop(Contestant[] contestants)
    {
        foreach (Contestant contestant in contestants)
        {
            contestant.Dispose();
        }
    }

    /// <summary>
    /// Until no process computes any more: ONNX Runtime's threads spin for some 40 ms after a call, libtorch's for ten to twenty,
    /// and would take a core from whoever comes next.
    /// </summary>
    public static void WaitUntilIdle(Contestant[] contestants)
    {
        TimeSpan before = TimeSpan.MinValue;
        TimeSpan spent = ProcessorTime(contestants);
        for (TimeSpan waited = TimeSpan.Zero; spent != before && waited < s_longestWait; waited += s_look)
        {
            Thread.Sleep(s_look);
            (before, spent) = (spent, ProcessorTime(contestants));
        }
    }

    public Answer Prepare(Job job) => Say(new Command(job));

    public Answer Run(int repeats) => Say(new Command(null, repeats));

    /// <summary>Its input ends, and so does it.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static TimeSpan ProcessorTime(Contestant[] contestants)
    {
        TimeSpan sum = TimeSpan.Zero;
        foreach (Contestant contestant in contestants)
        {
            contestant._process.Refresh();
            sum += contestant._process.TotalProcessorTime;
        }
        return sum;
    }

    private Answer Say(Command command)
    {
        _process.StandardInput.WriteLine(Protocol.Write(command));
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} ended without an answer.");
        Answer answer = Protocol.Read<Answer>(line);
        return answer.Error is null ? answer : throw new InvalidOperationException($"{Name}: {answer.Error}");
    }
}
