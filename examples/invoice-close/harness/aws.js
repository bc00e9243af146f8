'use strict';

const http = require('node:http');

/** Calls of a local peer in AWS's JSON protocol; the peers do not check signatures, only their shape. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const AUTHORIZATION = 'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20200101/eu-west-1/local/aws4_request, SignedHeaders=host, Signature=0';

function call(port, target, input, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: '127.0.0.1', port, method: 'POST', path: '/', agent,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target, authorization: AUTHORIZATION, ...headers },
    });
    request.once('error', reject).once('response', (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode < 300) resolve(text === '' ? {} : JSON.parse(text));
        else reject(new Error(`${target} answered ${response.statusCode}: ${text}`));
      });
    });
    request.end(JSON.stringify(input));
  });
}

const sqs = (port) => (operation, input, headers) => call(port, `AmazonSQS.${operation}`, input, headers);
const dynamodb = (port) => (operation, input) => call(port, `DynamoDB_20120810.${operation}`, input);

/** A trace header as AWS makes one for a request that brought none. */
function freshTraceHeader(dice) {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${dice.hex(24)};Parent=${dice.hex(16)};Sampled=0`;
}

module.exports = { sqs, dynamodb, freshTraceHeader };
