'use strict';

/** OpenTelemetry as any service has it: stock HTTP instrumentation, spans without bodies, none for probes. */
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');
const { detectResources, envDetector } = require('@opentelemetry/resources');

const provider = new NodeTracerProvider({
  resource: detectResources({ detectors: [envDetector] }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter(), { scheduledDelayMillis: 500 })],
});
provider.register();
registerInstrumentations({ instrumentations: [new HttpInstrumentation({ ignoreIncomingRequestHook: (request) => request.method === 'GET' })] });

process.once('SIGTERM', () => provider.shutdown().finally(() => process.exit(0)));
