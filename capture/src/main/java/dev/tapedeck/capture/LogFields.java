package dev.tapedeck.capture;

import java.util.List;
import java.util.Map;

/**
 * What the fields of structured log lines are called, by the loggers that people use: Powertools, Lambda's own JSON format, pino, structlog, and
 * the plain names of the capture convention. Earlier names win.
 */
final class LogFields {

    static final List<String> TIME = List.of("timestamp", "time", "@timestamp", "ts", "eventTime", "date");
    static final List<String> LEVEL = List.of("level", "severity", "logLevel", "levelname");
    static final List<String> COMPONENT = List.of("function_name", "functionName", "faas.name", "function", "component", "service",
            "service.name", "serviceName");
    static final List<String> REQUEST = List.of("function_request_id", "requestId", "awsRequestId", "aws_request_id", "request_id",
            "AWSRequestId");
    static final List<String> TRACE = List.of("trace_id", "traceId", "xray_trace_id");
    static final List<String> SPAN = List.of("span_id", "spanId");
    static final List<String> MESSAGE = List.of("message", "msg");
    static final List<String> CORRELATION = List.of("correlationId", "correlation_id", "correlation-id", "x-correlation-id",
            "X-Correlation-Id", "correlationID");
    static final List<String> TENANT = List.of("tenantId", "tenant_id", "tenant", "x-tenant-id");

    private LogFields() {}

    /** The first of {@code names} that {@code line} holds, "" for none. */
    static String first(Map<String, String> line, List<String> names) {
        for (String name : names) {
            String value = line.get(name);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    /** Whether a flat object with these fields is a line of a log. */
    static boolean isLogLine(Map<String, String> fields) {
        boolean timed = !first(fields, TIME).isEmpty();
        boolean says = fields.keySet().stream().anyMatch(key -> LEVEL.contains(key) || MESSAGE.contains(key) || CORRELATION.contains(key)
                || key.equals("step") || key.equals("status"));
        return says && (timed || !first(fields, CORRELATION).isEmpty() || !first(fields, REQUEST).isEmpty()
                || !first(fields, LEVEL).isEmpty());
    }
}
