namespace AgentBus.Workflows.Execution.Control;

/// <summary>The last row of each step in the order of their first; an index from <see cref="Few"/> on.</summary>
internal sealed class StepRows
{
    private const int Few = 16;

    private readonly List<StepSnapshot> rows = new(4);
    private Dictionary<string, int>? places;

    public int Count => rows.Count;

    public StepSnapshot this[int index] => rows[index];

    public void Put(StepSnapshot row)
    {
        var place = PlaceOf(row.Step);
        if (place >= 0)
        {
            rows[place] = row;
            return;
        }

        rows.Add(row);
        if (places is not null)
        {
            places.Add(row.Step, rows.Count - 1);
        }
        else if (rows.Count > Few)
        {
            places = [];
            for (var i = 0; i < rows.Count; i++)
            {
                places.Add(rows[i].Step, i);
            }
        }
    }

    private int PlaceOf(string step) => places is null ? rows.FindLastIndex(row => row.Step == step) : places.GetValueOrDefault(step, -1);
}
