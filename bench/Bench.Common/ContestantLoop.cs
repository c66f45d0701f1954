using System.Diagnostics;

namespace Bench;

/// <summary>A contestant's life: it does what it is told on standard input until that ends.</summary>
public static class ContestantLoop
{
    /// <summary>Answers commands.</summary>
    public static void Run(IContestant contestant)
    {
        ArgumentNullException.ThrowIfNull(contestant);
        IRound? round = null;
        while (Console.ReadLine() is { } line)
        {
            Answer answer;
            try
            {
                answer = Obey(contestant, Protocol.Read<Command>(line), ref round);
            }
#pragma warning disable CA1031 // Whatever it is, the driver is to show it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                answer = new Answer(contestant.Version, 0, null, 0, e.ToString());
            }
            Console.WriteLine(Protocol.Write(answer));
        }
    }

    private static Answer Obey(IContestant contestant, Command command, ref IRound? round)
    {
        if (command.Job is not null)
        {
            round?.Dispose();
            round = contestant.Prepare(command.Job);
            return new Answer(contestant.Version, 0, null, PeakMegabytes());
        }
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < command.Repeats; i++)
        {
            round!.Run();
        }
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds / command.Repeats;
        return new Answer(contestant.Version, seconds, round!.Outcome(), PeakMegabytes());
    }

    /// <summary>The most resident memory so far, as Linux counts it.</summary>
    private static double PeakMegabytes()
    {
        string line = File.ReadLines("/proc/self/status").First(static l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }
}
