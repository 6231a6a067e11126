// Calls the model gateway as any program with the official client would: node client.mjs <base address> <key>.
// Writes one JSON object: each check with null, or with what was wrong.
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const model = 'auto';
const text = 'The Marmara lighthouse was built in 1871 by the engineer Osman Kaya. When was the lighthouse built?';
const messages = [{ role: 'system', content: 'You are brief.' }, { role: 'user', content: text }];
const weather = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'Weather of a city.',
    parameters: { type: 'object', required: ['city'], properties: { city: { type: 'string' } }, additionalProperties: false },
  },
};
const schema = {
  type: 'object',
  required: ['city', 'people'],
  properties: { city: { type: 'string' }, people: { type: 'integer' } },
  additionalProperties: false,
};
const response_format = { type: 'json_schema', json_schema: { name: 'city', strict: true, schema } };

function isCity(json) {
  const city = JSON.parse(json);
  assert.deepEqual(Object.keys(city).sort(), ['city', 'people']);
  assert.equal(typeof city.city, 'string');
  assert.ok(Number.isInteger(city.people));
}

function isWeatherCall(calls) {
  assert.equal(calls.length, 1);
  assert.equal(calls[0].type, 'function');
  assert.equal(calls[0].function.name, 'weather');
  assert.equal(typeof JSON.parse(calls[0].function.arguments).city, 'string');
}

const checks = {
  async chat() {
    const answer = await client.chat.completions.create({ model, messages, metadata: { agentbus_objective: 'cost' } });
    assert.equal(answer.object, 'chat.completion');
    assert.ok(answer.choices[0].message.content.length > 0);
    assert.equal(answer.choices[0].finish_reason, 'stop');
    assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
    assert.ok(answer.agentbus.reason.length > 0 && answer.agentbus.costUsd > 0 && answer.agentbus.latencyMs > 0);
    const quoted = await client.chat.completions.create({ model: 'extractive', messages: [{ role: 'user', content: text }] });
    assert.match(quoted.choices[0].message.content, /1871/);
  },

  async stream() {
    const whole = await client.chat.completions.create({ model, messages });
    const stream = await client.chat.completions.create({ model, messages, stream: true, stream_options: { include_usage: true } });
    let content = '', pieces = 0, finish, usage;
    for await (const chunk of stream) {
      const choice = chunk.choices[0];
      content += choice?.delta.content ?? '';
      pieces += choice?.delta.content ? 1 : 0;
      finish = choice?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    assert.equal(content, whole.choices[0].message.content);
    assert.ok(pieces > 1);
    assert.equal(finish, 'stop');
    assert.deepEqual(usage, whole.usage);
    const helped = client.chat.completions.stream({ model, messages });
    assert.equal(await helped.finalContent(), content);
  },

  async tools() {
    const asked = { model, messages, tools: [weather], tool_choice: 'required' };
    const answer = await client.chat.completions.create(asked);
    assert.equal(answer.choices[0].finish_reason, 'tool_calls');
    isWeatherCall(answer.choices[0].message.tool_calls);
    const [call] = answer.choices[0].message.tool_calls;
    const talk = [...messages, answer.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '{"sky":"wet"}' }];
    const last = await client.chat.completions.create({ model, messages: talk, tools: [weather] });
    assert.ok(last.choices[0].message.content.length > 0);
    const streamed = await client.chat.completions.stream(asked).finalMessage();
    isWeatherCall(streamed.tool_calls);
    const [ran] = await client.chat.completions.create({ ...asked, tool_choice: { type: 'function', function: { name: 'weather' } } }).then(a => a.choices[0].message.tool_calls);
    assert.equal(ran.function.name, 'weather');
  },

  async jsonSchema() {
    const answer = await client.chat.completions.create({ model, messages, response_format });
    isCity(answer.choices[0].message.content);
    isCity(await client.chat.completions.stream({ model, messages, response_format }).finalContent());
    const parsed = await client.chat.completions.parse({ model, messages, response_format });
    isCity(parsed.choices[0].message.content);
  },

  async models() {
    const names = [];
    for await (const known of client.models.list()) names.push(known.id);
    assert.ok(names.includes('auto') && names.includes('extractive'));
    assert.equal((await client.models.retrieve('extractive')).id, 'extractive');
  },

  async errors() {
    await assert.rejects(client.chat.completions.create({ model: 'gpt-9', messages }), error => {
      assert.ok(error instanceof OpenAI.NotFoundError);
      assert.equal(error.code, 'model_not_found');
      assert.match(error.message, /Known are: /);
      return true;
    });
    await assert.rejects(client.chat.completions.create({ model, messages: [] }), OpenAI.BadRequestError);
    await assert.rejects(client.chat.completions.create({ model, messages, stream: true, metadata: { agentbus_max_cost_usd: '0' } }), OpenAI.APIError);
    const stranger = new OpenAI({ baseURL, apiKey: 'wrong', maxRetries: 0 });
    await assert.rejects(stranger.chat.completions.create({ model, messages }), OpenAI.AuthenticationError);
  },
};

const results = {};
for (const [name, check] of Object.entries(checks)) {
  results[name] = await check().then(() => null, error => `${error?.message ?? error}`);
}
console.log(JSON.stringify(results));
