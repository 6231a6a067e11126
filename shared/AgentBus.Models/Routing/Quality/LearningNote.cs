using AgentBus.Models.Routing.Features;

namespace AgentBus.Models.Routing.Quality;

/// <summary>What is kept of a call to learn from once its outcome is known: hashes of words and numbers, never the prompt itself.</summary>
/// <param name="Features">What was seen of the prompt.</param>
/// <param name="Contest">What was decided between; null where it was not between predictions and the best fixed choice.</param>
internal sealed record LearningNote(FeatureVector Features, Contest? Contest)
{
    private const byte Version = 1;

    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(Version);
            WriteWords(writer, Features.Words);
            foreach (var indicator in Features.Indicators)
            {
                writer.Write(indicator);
            }

            WriteContest(writer, Contest);
        }

        return stream.ToArray();
    }

    /// <summary>Reads a note; null when it is one of another version of the program, or none at all.</summary>
    public static LearningNote? Read(ReadOnlyMemory<byte> note)
    {
        using var reader = new BinaryReader(new MemoryStream(note.ToArray()));
        try
        {
            return reader.ReadByte() == Version ? new LearningNote(new FeatureVector(ReadWords(reader), ReadShape(reader)), ReadContest(reader)) : null;
        }
        catch (Exception e) when (e is IOException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>In rising order, each as its distance to the one before.</summary>
    private static void WriteWords(BinaryWriter to, int[] words)
    {
        to.Write7BitEncodedInt(words.Length);
        var last = 0;
        foreach (var word in words.Order())
        {
            to.Write7BitEncodedInt(word - last);
            last = word;
        }
    }

    private static int[] ReadWords(BinaryReader from)
    {
        var words = new List<int>();
        for (var (left, word) = (from.Read7BitEncodedInt(), 0); left > 0; left--)
        {
            word = checked(word + from.Read7BitEncodedInt());
            words.Add(word is >= 0 and < FeatureVector.WordPlaces ? word : throw new FormatException("No place of a word."));
        }

        return [.. words];
    }

    private static float[] ReadShape(BinaryReader from)
    {
        Span<float> indicators = stackalloc float[Complexity.Count];
        for (var i = 0; i < indicators.Length; i++)
        {
            indicators[i] = from.ReadSingle();
        }

        return ShapeFeatures.Of(indicators);
    }

    private static void WriteContest(BinaryWriter to, Contest? contest)
    {
        to.Write(contest is not null);
        if (contest is not null)
        {
            to.Write(contest.Learned);
            to.Write(contest.Fixed);
            to.Write(contest.LearnedWorth);
            to.Write(contest.FixedWorth);
        }
    }

    private static Contest? ReadContest(BinaryReader from) =>
        from.ReadBoolean() ? new Contest(from.ReadString(), from.ReadString(), from.ReadDouble(), from.ReadDouble()) : null;
}
