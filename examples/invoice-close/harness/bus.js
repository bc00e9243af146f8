'use strict';

const { randomUUID } = require('node:crypto');
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

/**
 * A small event bus in EventBridge's place: takes PutEvents, matches the rules by equality, and
 * delivers to queues and to functions. As EventBridge does it, the trace header of the request (or
 * the entry's TraceHeader, which comes first) goes along beside the event, never inside of it:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-related-service-xray.html
 */
class Bus {
  constructor(system, sqs, functions, dice) {
    Object.assign(this, { system, sqs, functions, dice });
    this.underway = 0;
    this.published = [];
    this.server = http.createServer((request, response) => this.serve(request, response));
    this.server.keepAliveTimeout = 0; // an idle connection closed just when it is used again would be a failure of ours
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this.server.address().port;
  }

  stop() {
    this.server.close();
    this.server.closeAllConnections();
  }

  serve(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      const { Entries } = JSON.parse(Buffer.concat(chunks).toString());
      const accepted = Entries.map((entry) => this.accept(entry, request.headers['x-amzn-trace-id']));
      const body = JSON.stringify({ Entries: accepted, FailedEntryCount: 0 });
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID(), 'content-length': Buffer.byteLength(body) });
      response.end(body);
    });
  }

  accept(entry, header) {
    const event = {
      version: '0',
      id: randomUUID(),
      'detail-type': entry.DetailType,
      source: entry.Source,
      account: this.system.account,
      time: `${new Date().toISOString().slice(0, 19)}Z`,
      region: this.system.region,
      resources: entry.Resources ?? [],
      detail: JSON.parse(entry.Detail),
    };
    this.published.push({ detailType: event['detail-type'], detail: event.detail });
    for (const rule of this.system.rules) {
      if (rule.bus === entry.EventBusName && matches(rule.pattern, event)) this.deliver(rule, event, entry.TraceHeader ?? header);
    }
    return { EventId: event.id };
  }

  async deliver(rule, event, traceHeader) {
    this.underway += 1;
    await sleep(this.dice.logNormal(25, 0.6));
    if (rule.function) this.functions.invokeAsync(rule.function, event, { traceHeader });
    else await this.send(rule.queueArn, event, traceHeader);
    this.underway -= 1;
  }

  send(queueArn, event, traceHeader) {
    const QueueUrl = `https://sqs.${this.system.region}.amazonaws.com/${this.system.account}/${queueArn.split(':').pop()}`;
    return this.sqs('SendMessage', { QueueUrl, MessageBody: JSON.stringify(event) }, traceHeader ? { 'x-amzn-trace-id': traceHeader } : {});
  }
}

const matches = (pattern, event) => Object.entries(pattern).every(([field, allowed]) => allowed.includes(event[field]));

module.exports = { Bus };
