namespace AgentBus.Storage.DeadLetters;

/// <summary>Statements that both databases understand.</summary>
internal static class DeadLetterSql
{
    public const string View = """
        id, tenant, queue, message_id, type, run, reason, exception, error, deliveries, holds_run, body_bytes, failed_at, opened_at, state, replays,
          decided_at
        """;

    /// <summary>A letter that was decided on is opened by a failure after that: of its latest replay, or by the clock.</summary>
    public const string Add = """
        insert into dead_letters (id, tenant, queue, message_id, type, run, content_type, headers, body, body_bytes, reason, exception, error, stack,
          deliveries, holds_run, failed_at, opened_at, state, replays)
        values (@Id, @Tenant, @Queue, @MessageId, @Type, @Run, @ContentType, @Headers, @Body, @BodyBytes, @Reason, @Exception, @Error, @Stack,
          @Deliveries, @HoldsRun, @FailedAt, @OpenedAt, 'open', @Replays)
        on conflict (id) do update set content_type = excluded.content_type, headers = excluded.headers, body = excluded.body,
          body_bytes = excluded.body_bytes, reason = excluded.reason, exception = excluded.exception, error = excluded.error, stack = excluded.stack,
          deliveries = excluded.deliveries, holds_run = excluded.holds_run, failed_at = excluded.failed_at, opened_at = excluded.opened_at,
          state = 'open', decided_at = null
        where dead_letters.state <> 'open' and (excluded.failed_at > dead_letters.decided_at
          or (dead_letters.state = 'replayed' and excluded.replays >= dead_letters.replays))
        """;

    public const string Replay = """
        update dead_letters set state = 'replayed', replays = replays + 1, decided_at = @at
        where id = @id and tenant in (@tenant, @other) and state = 'open'
        returning tenant, queue, message_id, type, run, content_type, headers, body, body_bytes, replays
        """;

    public const string Discard = """
        update dead_letters set state = 'discarded', decided_at = @at where id = @id and tenant in (@tenant, @other) and state = 'open'
        """;

    /// <summary>Dispatches whose run is not open any more, if it is there at all: their run was told of the lost attempt and went on without it.</summary>
    public const string CloseEnded = """
        update dead_letters set state = 'discarded', decided_at = @at where state = 'open' and id in (
          select l.id from dead_letters l where l.state = 'open' and l.type = @type and l.run is not null and not l.holds_run
            and not exists (select 1 from runs r where r.id = l.run and r.ended_at is null) limit @limit)
        returning id
        """;

    public const string Note = """
        insert into dead_letter_actions (letter, number, at, action, by_whom, reason, message_id)
        select @id, 1 + (select count(*) from dead_letter_actions where letter = @id), @at, @action, @by, @reason, @messageId
        """;

    public const string Actions = "select at, action, by_whom, reason, message_id from dead_letter_actions where letter = @id order by number";

    public const string Sweep = """
        delete from dead_letters where id in (select id from dead_letters where decided_at < @before order by decided_at limit @limit)
        """;
}
