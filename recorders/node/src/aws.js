'use strict';

/**
 * Recognises calls of AWS services below the SDK, from what stands on the wire, so that it works
 * for bundled code and for any SDK version: the `X-Amz-Target` of the JSON protocols, the path of
 * RPC v2 and of Lambda's `Invoke`, the `Action` of the query protocol, and otherwise the service in the signature's scope.
 */
const SERVICE_OF_TARGET = { AmazonSQS: 'SQS', AWSEvents: 'EventBridge', AmazonSSM: 'SSM', secretsmanager: 'Secrets Manager' };
const SENDS = new Set(['Lambda.Invoke', 'SQS.SendMessage', 'SQS.SendMessageBatch', 'EventBridge.PutEvents', 'SNS.Publish', 'SNS.PublishBatch']);

const INVOKE = /^\/2015-03-31\/functions\/[^/]+\/invocations\/?(\?|$)/;

function fromTarget(target) {
  const [prefix, method] = target.split('.');
  return { service: SERVICE_OF_TARGET[prefix] ?? prefix.replace(/_\d+$/, ''), method };
}

function fromScope(authorization) {
  const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(authorization ?? '');
  return scope ? scope[1] : undefined;
}

/** {service, method?, sends} of an AWS call, or undefined for any other call. */
function recognise(request) {
  const { headers, path } = request;
  const found = operation(headers, path);
  return found && { ...found, sends: SENDS.has(`${found.service}.${found.method}`) };
}

function operation(headers, path) {
  if (headers['x-amz-target']) return fromTarget(String(headers['x-amz-target']));
  const service = fromScope(headers.authorization);
  if (!service) return undefined;
  if (service === 'lambda' && INVOKE.test(path)) return { service: 'Lambda', method: 'Invoke' };
  const rpc = /^\/service\/([^/]+)\/operation\/([^/?]+)/.exec(path);
  return rpc ? { service: rpc[1].replace(/_\d+$/, ''), method: rpc[2] } : { service };
}

/** The attempt in `amz-sdk-request: attempt=2; max=3`. */
function attempt(headers) {
  const match = /attempt=(\d+)/.exec(headers['amz-sdk-request'] ?? '');
  return match ? Number(match[1]) : undefined;
}

/** The id that the service gave to the one message or event sent. */
function messageId(body) {
  try {
    const answer = JSON.parse(body);
    return answer.MessageId ?? (answer.Entries?.length === 1 ? answer.Entries[0].EventId : undefined);
  } catch {
    return undefined;
  }
}

module.exports = { recognise, attempt, messageId };
