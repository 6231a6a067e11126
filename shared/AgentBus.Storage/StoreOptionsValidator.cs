using Microsoft.Extensions.Options;
using Npgsql;

namespace AgentBus.Storage;

/// <summary>The rules that attributes cannot say.</summary>
internal sealed class StoreOptionsValidator : IValidateOptions<StoreOptions>
{
    public ValidateOptionsResult Validate(string? name, StoreOptions options)
    {
        var problems = options.Provider switch
        {
            StoreProviders.Sqlite => Sqlite(options),
            StoreProviders.Postgres => Postgres(options),
            _ => [$"Store:Provider is '{options.Provider}': set it to '{StoreProviders.Sqlite}' or '{StoreProviders.Postgres}'."],
        };
        var all = problems.ToList();
        return all.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(all);
    }

    private static IEnumerable<string> Sqlite(StoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
            yield return "Store:Path is empty: name the SQLite file, such as data/agentbus.db.";
    }

    private static IEnumerable<string> Postgres(StoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            yield return "Store:ConnectionString is empty: set it, such as Host=localhost;Database=agentbus;Username=agentbus.";
        else if (Unreadable(options.ConnectionString) is { } reason)
            yield return $"Store:ConnectionString cannot be read: {reason}";
        if (options.PasswordFile is { } file && !File.Exists(file))
            yield return $"Store:PasswordFile '{file}' does not exist: create it with the password as its only line, or unset it.";
    }

    /// <summary>The parser's own message names the key at fault, never a value, so no password can leak.</summary>
    private static string? Unreadable(string connectionString)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrWhiteSpace(parsed.Host) ? "Host is missing." : null;
        }
        catch (ArgumentException error)
        {
            return error.Message;
        }
    }
}
