'use strict';

const { dynamo, key, request } = require('./aws');

const invoke = async (later, payload) => {
  const headers = { 'content-type': 'application/octet-stream', ...(later && { 'x-amz-invocation-type': 'Event' }) };
  const path = '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Aasked/invocations';
  return request({ host: 'lambda.eu-west-1.amazonaws.com', path, headers }, JSON.stringify(payload));
};

/** Asks another function, at once or for later, and writes down what it said. */
exports.handler = async (event) => {
  const { correlationId, later, n } = JSON.parse(event.body);
  const { status, body } = await invoke(later, { correlationId, n: n - 7 });
  if (body?.errorType) throw Object.assign(new Error(body.errorMessage), { name: body.errorType });
  await dynamo('PutItem', { Item: { ...key('asked'), status: { N: String(status) }, twice: { N: String(body?.twice ?? 0) } } });
  return { statusCode: 200 };
};
