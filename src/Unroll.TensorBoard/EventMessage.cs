using Google.Protobuf;

namespace Unroll;

/// <summary>TensorFlow's message <c>Event</c> (event.proto), as much of it as scalars and histograms need.</summary>
internal static class EventMessage
{
    private const int WallTimeField = 1;
    private const int StepField = 2;
    private const int FileVersionField = 3;
    private const int SummaryField = 5;
    private const int SummaryValueField = 1;

    /// <summary>The message that an event file begins with.</summary>
    public static byte[] Version(double time) => ProtoMessage.Write(output =>
    {
        output.Double(WallTimeField, time);
        output.Text(FileVersionField, "brain.Event:2");
    });

    /// <summary>Values that belong to one step.</summary>
    public static byte[] Of(double time, long step, IEnumerable<EventValue> values) => ProtoMessage.Write(output =>
    {
        output.Double(WallTimeField, time);
        output.Whole(StepField, step);
        output.Message(SummaryField, summary =>
        {
            foreach (EventValue value in values)
            {
                summary.Message(SummaryValueField, value.Write);
            }
        });
    });
}
