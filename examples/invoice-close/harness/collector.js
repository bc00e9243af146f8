'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const zlib = require('node:zlib');

/**
 * An OpenTelemetry collector as far as this recording needs one: takes OTLP/HTTP JSON, and writes it
 * as the collector's file exporter does: a request a line, 64-bit integers as strings, empty counts
 * left out.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/fileexporter
 */
const FILES = { '/v1/traces': 'traces.jsonl', '/v1/logs': 'logs.jsonl' };
const NUMBERS_AS_STRINGS = new Set(['intValue', 'startTimeUnixNano', 'endTimeUnixNano', 'timeUnixNano', 'observedTimeUnixNano']);

function written(key, value) {
  if (NUMBERS_AS_STRINGS.has(key)) return String(value);
  if (/^dropped\w+Count$/.test(key) && value === 0) return undefined;
  if (Array.isArray(value) && value.length === 0 && key !== 'values') return undefined;
  if (key === 'status' && value.code === 0) return {};
  return value;
}

class Collector {
  /** `rewrite` is applied to each line: paths of this machine become those of production. */
  constructor(directory, rewrite = (line) => line) {
    this.rewrite = rewrite;
    this.files = new Map(Object.entries(FILES).map(([route, name]) => [route, fs.openSync(path.join(directory, name), 'w')]));
    this.server = http.createServer((request, response) => this.serve(request, response));
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this.server.address().port;
  }

  serve(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      const bytes = Buffer.concat(chunks);
      const text = request.headers['content-encoding'] === 'gzip' ? zlib.gunzipSync(bytes) : bytes;
      fs.writeSync(this.files.get(request.url), `${this.rewrite(JSON.stringify(JSON.parse(text), written))}\n`);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"partialSuccess":{}}');
    });
  }

  stop() {
    this.server.close();
    this.server.closeAllConnections();
    for (const file of this.files.values()) fs.closeSync(file);
  }
}

module.exports = { Collector };
