'use strict';
// Lambda's own client: a function asked at once and for later, one that fails, one that may not run now, a dry run, and what is refused.
const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');

const client = new LambdaClient({ maxAttempts: 2 });
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:';

async function invoke(FunctionName, InvocationType, Payload, more) {
  try {
    const answer = await client.send(new InvokeCommand({ FunctionName, InvocationType, Payload, ...more }));
    return { status: answer.StatusCode, error: answer.FunctionError, version: answer.ExecutedVersion,
      payload: answer.Payload?.transformToString(),
      log: answer.LogResult && Buffer.from(answer.LogResult, 'base64').toString(), id: typeof answer.$metadata.requestId };
  } catch (error) {
    return { name: error.name, status: error.$metadata?.httpStatusCode, attempts: error.$metadata?.attempts, reason: error.Reason };
  }
}

exports.handler = async () => ({
  atOnce: await invoke('asked', 'RequestResponse', '{"n":2}'),
  qualified: await invoke(`${ARN}asked:live`, 'RequestResponse', '{"n":3}'),
  failing: await invoke('asked', undefined, '{"how":"throw"}'),
  exiting: await invoke('asked', undefined, '{"how":"exit"}'),
  told: await invoke('asked', undefined, '{"how":"tell"}', { LogType: 'Tail',
    ClientContext: Buffer.from('{"custom":{"tier":"gold"},"client":{"app_title":"shop"}}').toString('base64') }),
  later: await invoke('asked', 'Event', '{"n":4}'),
  dry: await invoke('asked', 'DryRun', '{}'),
  busy: await Promise.all([invoke('single', undefined, '{"ms":10000}'), invoke('single', undefined, '{"ms":11000}')]),
  notJson: await invoke('asked', undefined, '{'),
  tooLarge: await invoke('asked', 'Event', JSON.stringify('x'.repeat(1048576))),
  now: Date.now(),
});
