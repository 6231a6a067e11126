namespace AgentBus.Jq;

/// <summary>Paths as values.</summary>
internal static class PathFunctions
{
    public static void Register(BuiltinTable table)
    {
        table.Form("path", 1, args => new PathNode(args[0]));
        table.Form("paths", 0, _ => Paths(new RecurseNode(ChildrenNode.Instance)));
        table.Form("paths", 1, args => Paths(PipeNode.Of(new RecurseNode(ChildrenNode.Instance), new IfNode(args[0], IdentityNode.Instance, EmptyNode.Instance))));
        table.Form("getpath", 1, args => new GetPathNode(args[0]));
        table.Form("del", 1, args => new DeleteNode(args[0]));
        table.Add("setpath", (run, input, path, value) => path is JqArray keys
            ? PathEditing.Set(run, input, keys.Items, value) : run.Raise("Path must be specified as an array"));
        table.Add("delpaths", (run, input, paths) => paths is JqArray array
            ? PathDeletion.Delete(run, input, array) : run.Raise("Paths must be specified as an array"));
    }

    /// <summary>All paths but the root's.</summary>
    private static Node Paths(Node nodes) => PipeNode.Of(new PathNode(nodes), new IfNode(
        NativeNode.Of((_, input, _) => JqValue.Of(((JqArray)input).Count > 0), readsInput: true, []), IdentityNode.Instance, EmptyNode.Instance));
}

/// <summary><c>del(f)</c></summary>
internal sealed class DeleteNode(Node paths) : SingleNode
{
    public override JqValue? One(Run run, Env? env, JqValue input)
    {
        var found = new List<JqValue>();
        return Jq.Paths.Each(run, paths, env, input, path =>
        {
            found.Add(path);
            return run.Charge(8L * path.Count + 32);
        }) ? PathDeletion.Delete(run, input, new JqArray(found)) : null;
    }
}
