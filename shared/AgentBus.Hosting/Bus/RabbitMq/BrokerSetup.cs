using AgentBus.Hosting.Modes;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AgentBus.Hosting.Bus.RabbitMq;

/// <summary>Queues of this process's endpoints, the dead letters, the events exchange, and the policy.</summary>
internal sealed class BrokerSetup(RabbitMqBroker broker, IEnumerable<BusEndpoint> endpoints, IOptions<BusOptions> options) : ISetupStep
{
    public string Name => "broker";

    // A consumer declares its own queue when it starts, so a worker may come before any setup.
    public bool NeededToRun => false;

    public async Task SetupAsync(CancellationToken cancellationToken)
    {
        await using (var channel = await broker.AdminChannelAsync(cancellationToken))
        {
            await BrokerTopology.DeclareQueueAsync(channel, BrokerTopology.DeadLetters, cancellationToken);
            await BrokerTopology.DeclareTopicAsync(channel, BrokerTopology.Events, null, "", cancellationToken);
            foreach (var endpoint in endpoints.Where(endpoint => !endpoint.IsTemporary))
            {
                await BrokerTopology.DeclareQueueAsync(channel, endpoint.Queue, cancellationToken);
                if (endpoint.Topic is { } topic)
                {
                    await BrokerTopology.DeclareTopicAsync(channel, topic.Exchange, endpoint.Queue, topic.RoutingKey, cancellationToken);
                }
            }
        }

        await SetPolicyAsync(cancellationToken);
    }

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        List<string> missing = [];
        foreach (var queue in endpoints.Where(endpoint => !endpoint.IsTemporary).Select(endpoint => endpoint.Queue).Prepend(BrokerTopology.DeadLetters).Distinct())
        {
            if (!await ExistsAsync(queue, cancellationToken))
            {
                missing.Add(queue);
            }
        }

        if (missing.Count > 0)
        {
            return $"missing in virtual host {options.Value.VirtualHost}: queue {string.Join(", ", missing)}. Run setup.";
        }

        using var http = new HttpClient();
        return options.Value.ManagementUrl is null || await BrokerPolicy.AreSetAsync(http, options.Value, cancellationToken)
            ? null
            : $"policy {BrokerPolicy.Names} is missing or differs. Run setup, or: {BrokerPolicy.Command(options.Value)}";
    }

    private async Task SetPolicyAsync(CancellationToken cancellationToken)
    {
        if (options.Value.ManagementUrl is not null)
        {
            using var http = new HttpClient();
            await BrokerPolicy.SetAsync(http, options.Value, cancellationToken);
        }
        else if (!options.Value.PoliciesAreSet)
        {
            throw new BusException(
                $"the queues are there, but without Bus:ManagementUrl the policy cannot be set. Run this on the broker, then set Bus:PoliciesAreSet=true: {BrokerPolicy.Command(options.Value)}");
        }
    }

    private async Task<bool> ExistsAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            await using var channel = await broker.AdminChannelAsync(cancellationToken);
            await channel.QueueDeclarePassiveAsync(queue, cancellationToken);

            // It is there, so this changes nothing; but a consumer of a queue that was declared in another way would try for ever.
            await BrokerTopology.DeclareQueueAsync(channel, queue, cancellationToken);
            return true;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == 404)
        {
            return false;
        }
    }
}
