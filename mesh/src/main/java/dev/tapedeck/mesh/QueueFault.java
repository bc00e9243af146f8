package dev.tapedeck.mesh;

import org.jspecify.annotations.Nullable;

/**
 * An error that SQS documents, on its way from where it is found to the answer. SQS's JSON protocol names an error twice: its shape in the
 * body, and the code of the older query protocol in {@code x-amzn-query-error}, which is the one that SDKs show
 * (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait).
 */
final class QueueFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String shape;
    private final String queryCode;
    private final String sentence;

    private QueueFault(String shape, String queryCode, String sentence) {
        super(queryCode + ": " + sentence, null, false, false);
        this.shape = shape;
        this.queryCode = queryCode;
        this.sentence = sentence;
    }

    /** @param bareQueryCode without its {@code AWS.SimpleQueueService.} prefix; null where the query protocol used the shape's own name */
    static QueueFault of(String shape, @Nullable String bareQueryCode, String sentence) {
        String code = bareQueryCode == null ? shape : "AWS.SimpleQueueService." + bareQueryCode;
        return new QueueFault("com.amazonaws.sqs#" + shape, code, sentence);
    }

    static QueueFault invalidValue(String sentence) {
        return new QueueFault("com.amazon.coral.service#InvalidParameterValueException", "InvalidParameterValue", sentence);
    }

    static QueueFault missing(String parameter) {
        return new QueueFault("com.amazon.coral.service#MissingRequiredParameterException", "MissingParameter",
                "The request must contain the parameter " + parameter + ".");
    }

    String queryCode() {
        return queryCode;
    }

    String sentence() {
        return sentence;
    }

    Reply reply() {
        return Reply.error(Reply.JSON_1_0, 400, shape, "message", sentence).with("x-amzn-query-error", queryCode + ";Sender");
    }
}
