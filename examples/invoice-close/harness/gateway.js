'use strict';

const { randomUUID } = require('node:crypto');
const http = require('node:http');
const { freshTraceHeader } = require('./aws');

/**
 * The HTTP API: a request becomes an event of payload format 2.0 for the function of its route.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
const API_ID = 'k7x2m9qd4f';

class Gateway {
  constructor(system, functions, dice) {
    Object.assign(this, { system, functions, dice });
    this.server = http.createServer((request, response) => this.serve(request, response));
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
    request.on('data', (chunk) => chunks.push(chunk)).on('end', async () => {
      const url = new URL(request.url, 'http://gateway');
      const route = this.system.routes.find(({ method, path }) => method === request.method && path === url.pathname);
      if (!route) return response.writeHead(404).end('{"message":"Not Found"}');
      const traceHeader = freshTraceHeader(this.dice);
      const event = this.event(route, url, request, Buffer.concat(chunks).toString(), traceHeader);
      const { ok, body } = await this.functions.invoke(route.function, event, { traceHeader });
      if (!ok) return response.writeHead(500).end('{"message":"Internal Server Error"}');
      const answer = JSON.parse(body);
      response.writeHead(answer.statusCode, answer.headers).end(answer.body);
    });
  }

  event(route, url, request, body, traceHeader) {
    const host = `${API_ID}.execute-api.${this.system.region}.amazonaws.com`;
    const { 'x-forwarded-for': sourceIp, ...headers } = request.headers;
    delete headers.connection;
    const now = new Date();
    return {
      version: '2.0',
      routeKey: `${route.method} ${route.path}`,
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      headers: { ...headers, host, 'x-amzn-trace-id': traceHeader.split(';')[0], 'x-forwarded-for': sourceIp, 'x-forwarded-port': '443', 'x-forwarded-proto': 'https' },
      requestContext: {
        accountId: this.system.account,
        apiId: API_ID,
        domainName: host,
        domainPrefix: API_ID,
        http: { method: route.method, path: url.pathname, protocol: 'HTTP/1.1', sourceIp, userAgent: headers['user-agent'] },
        requestId: randomUUID(),
        routeKey: `${route.method} ${route.path}`,
        stage: '$default',
        time: logTime(now),
        timeEpoch: now.getTime(),
      },
      body,
      isBase64Encoded: false,
    };
  }
}

/** `21/Nov/2026:08:09:40 +0000` */
function logTime(instant) {
  const [, day, month, year, time] = instant.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

module.exports = { Gateway };
