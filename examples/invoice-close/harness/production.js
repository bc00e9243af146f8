'use strict';

/**
 * Loaded into each function instance before anything else, so that production looks the same from
 * inside: its host names lead to the peers on loopback, and the kernel is Lambda's (the AWS SDK
 * names it in every request). It lies below the recorder, which therefore sees the requests as the
 * function made them. LOOPBACK_HOSTS is JSON: {"sqs.eu-west-1.amazonaws.com": 9324, …}
 */
const http = require('node:http');
const https = require('node:https');
const os = require('node:os');
const { syncBuiltinESMExports } = require('node:module');

const ports = new Map(Object.entries(JSON.parse(process.env.LOOPBACK_HOSTS)));
const agent = new http.Agent({ keepAlive: true });
const plain = http.request;

os.release = () => '5.10.245-272.987.amzn2.x86_64';

https.request = function request(options, ...rest) {
  const host = options.hostname ?? options.host;
  const port = ports.get(host);
  if (port === undefined) throw new Error(`no peer stands for ${host}; those known are ${[...ports.keys()].join(', ')}`);
  const headers = { host, ...options.headers };
  return plain({ ...options, protocol: 'http:', hostname: undefined, host: '127.0.0.1', port, agent, headers }, ...rest);
};
syncBuiltinESMExports();

void globalThis.Headers; // loads undici, which sets the dispatcher
const dispatcher = globalThis[Symbol.for('undici.globalDispatcher.1')];
const dispatch = dispatcher.dispatch;
dispatcher.dispatch = function redirected(options, handler) {
  const { hostname } = new URL(options.origin);
  const port = ports.get(hostname);
  if (port === undefined) throw new Error(`no peer stands for ${hostname}`);
  const headers = { host: hostname, ...options.headers };
  return dispatch.call(this, { ...options, origin: `http://127.0.0.1:${port}`, headers }, handler);
};
