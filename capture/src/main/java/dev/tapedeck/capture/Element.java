package dev.tapedeck.capture;

/**
 * One thing found in a stream of telemetry, still as bytes. It lives only while it is handed over: the buffer goes on to be reused.
 *
 * @param kind what it is by where it stood
 * @param context what stood round it: a resource, a log group
 * @param line the line on which it begins, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // it borrows the buffer, and is never compared
record Element(Kind kind, Context context, byte[] buffer, int start, int end, long line) {

    enum Kind {
        /** A span of an OTLP export. */
        SPAN,
        /** A log record of an OTLP export. */
        LOG_RECORD,
        /** An event of a CloudWatch export: an object with {@code timestamp} and {@code message}. */
        CLOUDWATCH,
        /** A message as {@code aws sqs receive-message} prints it. */
        MESSAGE,
        /** A JSON object that stands alone. */
        OBJECT,
        /** A line of text. */
        TEXT
    }

    /** What is said once for many elements. It may follow the elements that it is about, so it is read when all are there. */
    static final class Context {
        final Resource resource = new Resource();
        String logGroup = "";
        String logStream = "";
    }

    /** Who takes elements in. */
    interface Sink {
        /** @throws Malformed where the bytes are not what they set out to be */
        void take(Element element) throws Malformed;

        void damaged(long line, String reason);
    }

    byte[] copy() {
        return java.util.Arrays.copyOfRange(buffer, start, end);
    }
}
