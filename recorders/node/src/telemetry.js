'use strict';

const os = require('node:os');
const { trace, context } = require('@opentelemetry/api');
const { logs } = require('@opentelemetry/api-logs');
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const { BasicTracerProvider, BatchSpanProcessor, RandomIdGenerator } = require('@opentelemetry/sdk-trace-base');
const { LoggerProvider, BatchLogRecordProcessor } = require('@opentelemetry/sdk-logs');
const { detectResources, envDetector, resourceFromAttributes } = require('@opentelemetry/resources');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const { OTLPLogExporter } = require('@opentelemetry/exporter-logs-otlp-http');
const config = require('./config');
const { version } = require('../package.json');

/**
 * OpenTelemetry's SDK, set up for a function: everything is sampled (a trace with holes cannot be
 * replayed; sample whole traces in the collector), attributes are not cut (body.js does that, and
 * says so), and all is sent over OTLP/HTTP to OTEL_EXPORTER_OTLP_ENDPOINT before the instance may
 * freeze. It is registered globally, so that spans the function makes itself join the trace.
 */
const SCOPE = '@tapedeck/recorder';

/** Ids are random unless the next ones were settled beforehand. */
class SettledIds extends RandomIdGenerator {
  constructor() {
    super();
    const { generateTraceId, generateSpanId } = this;
    this.generateTraceId = () => take(this, 'traceId') ?? generateTraceId.call(this);
    this.generateSpanId = () => take(this, 'spanId') ?? generateSpanId.call(this);
  }
}

function take(ids, name) {
  const value = ids[name];
  ids[name] = undefined;
  return value;
}

const ids = new SettledIds();
let providers;

/** `present`: attributes of the resource by name; absent values are left out. */
function resource(accountId) {
  const env = process.env;
  const attributes = {
    'service.name': env.OTEL_SERVICE_NAME ?? env.AWS_LAMBDA_FUNCTION_NAME ?? 'unknown_service:node',
    'faas.name': env.AWS_LAMBDA_FUNCTION_NAME,
    'faas.version': env.AWS_LAMBDA_FUNCTION_VERSION,
    'faas.instance': env.AWS_LAMBDA_LOG_STREAM_NAME,
    'faas.max_memory': env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE && Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE) * 1048576,
    'cloud.provider': 'aws',
    'cloud.region': env.AWS_REGION,
    'cloud.account.id': accountId,
    'host.name': os.hostname(),
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    'tapedeck.recorder.version': version,
    'tapedeck.artifact.digest': env.TAPEDECK_ARTIFACT_DIGEST,
  };
  const present = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== '');
  return resourceFromAttributes(Object.fromEntries(present)).merge(detectResources({ detectors: [envDetector] }));
}

const limits = { attributeCountLimit: 256, attributeValueLengthLimit: Infinity, linkCountLimit: 10000 };

/** Called with the first invocation, because nothing before it knows the account. */
function start(accountId) {
  if (providers) return;
  const described = resource(accountId);
  const batches = { maxExportBatchSize: 64, maxQueueSize: 4096 };
  providers = [
    new BasicTracerProvider({
      resource: described,
      idGenerator: ids,
      spanLimits: limits,
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter(), batches)],
    }),
    new LoggerProvider({
      resource: described,
      logRecordLimits: limits,
      processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(), ...batches })],
    }),
  ];
  trace.setGlobalTracerProvider(providers[0]);
  logs.setGlobalLoggerProvider(providers[1]);
}

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

/** A span with the ids given; without a parent in `parent` it begins the trace `traceId`. */
function startSpan(name, options, parent, { traceId, spanId } = {}) {
  ids.traceId = traceId;
  ids.spanId = spanId;
  const span = providers[0].getTracer(SCOPE, version).startSpan(name, options, parent);
  ids.traceId = undefined;
  return span;
}

function emitLog(record) {
  providers?.[1].getLogger(SCOPE, version).emit(record);
}

/** Sends everything, but keeps the function waiting no longer than TAPEDECK_FLUSH_MILLIS. */
async function flush() {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`telemetry was not sent within ${config.flushMillis} ms`)), config.flushMillis);
  });
  try {
    await Promise.race([Promise.all(providers.map((provider) => provider.forceFlush())), late]);
  } finally {
    clearTimeout(timer);
  }
}

module.exports = { start, startSpan, emitLog, flush, newSpanId: () => new RandomIdGenerator().generateSpanId() };
