'use strict';

const http = require('node:http');

/**
 * The load balancer in front of ledger-api. As such things do, it lets a request finish upstream
 * although the client has hung up: the service never learns of its caller's time-out.
 */
class Balancer {
  constructor(upstreamPort) {
    this.upstreamPort = upstreamPort;
    this.agent = new http.Agent({ keepAlive: true });
    this.server = http.createServer((request, response) => this.forward(request, response));
    this.server.keepAliveTimeout = 0; // an idle connection closed just when it is used again would be a failure of ours
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this.server.address().port;
  }

  forward(request, response) {
    const { method, url: path, headers } = request;
    const upstream = http.request({ host: '127.0.0.1', port: this.upstreamPort, method, path, headers: { ...headers, connection: 'keep-alive' }, agent: this.agent });
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => upstream.end(Buffer.concat(chunks)));
    upstream.once('error', (error) => response.writeHead(502).end(error.message));
    upstream.once('response', (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
  }

  stop() {
    this.server.close();
    this.server.closeAllConnections();
    this.agent.destroy();
  }
}

module.exports = { Balancer };
