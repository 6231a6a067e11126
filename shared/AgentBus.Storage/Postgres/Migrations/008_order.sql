-- Events of a run are published in their order: whether an earlier one of the same exchange still waits is looked up here.
create index concurrently if not exists outbox_ordered on outbox (run, exchange, seq) where routing_key <> '' and parked_at is null;
