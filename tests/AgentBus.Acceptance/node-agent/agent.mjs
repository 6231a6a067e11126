// An AgentBus worker in another language: node agent.mjs amqp://user:password@host:port/vhost shout
// It consumes agentbus.agent.<agent>, answers AttemptFinished on agentbus.orchestrator, and announces itself on agentbus.registry.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import amqp from 'amqplib';

const [address, agent] = process.argv.slice(2);
const version = '1.0.0';
const worker = `${hostname()}/${process.pid}`;
const queue = `agentbus.agent.${agent}`;

const connection = await amqp.connect(address);
const channel = await connection.createConfirmChannel();

// The queue may be there already: the orchestrator makes it at the first dispatch. Both declare it alike.
await channel.assertExchange(queue, 'fanout', { durable: true });
await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
await channel.bindQueue(queue, queue, '');
await channel.prefetch(1);

const send = (exchange, type, body, headers = {}) => new Promise((resolve, reject) =>
  channel.publish(exchange, '', Buffer.from(JSON.stringify(body)), {
    contentType: 'application/json', messageId: randomUUID(), persistent: true, headers: { 'agentbus-type': type, ...headers },
  }, error => (error ? reject(error) : resolve())));

const heartbeat = running => send('agentbus.registry', 'WorkerHeartbeat',
  { worker, agent, agentVersion: version, capabilities: ['upper-case'], concurrency: 1, running, claimed: [] });

await channel.consume(queue, async message => {
  const attempt = JSON.parse(message.content.toString());
  const startedAt = new Date().toISOString();
  const { tenant, run, step, input } = attempt;
  const result = typeof input?.text === 'string'
    ? { kind: 'done', output: { text: input.text.toUpperCase(), key: attempt.idempotencyKey, trace: message.properties.headers?.traceparent } }
    : { kind: 'permanent', failure: { code: 'bad-input', message: "The input needs a text member 'text'." } };
  const { traceparent } = message.properties.headers ?? {};
  await send('agentbus.orchestrator', 'AttemptFinished',
    { tenant, run, step, attempt: attempt.attempt, agent, agentVersion: version, worker, ...result, startedAt, endedAt: new Date().toISOString() },
    { 'agentbus-tenant': tenant, 'agentbus-run': run, ...(traceparent ? { traceparent } : {}) });
  channel.ack(message); // after the confirm of the result: a crash in between redelivers, and the result is dropped as a repetition
});

await heartbeat(0);
setInterval(() => heartbeat(0), 10_000);
console.log(`ready ${worker}`);
