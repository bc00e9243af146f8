package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.TreeMap;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** ElasticMQ, a queue server that speaks SQS's protocol, in this process on a free loopback port. */
final class ElasticMq implements Answers {

    private final SQSRestServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI endpoint;
    private int queues;

    ElasticMq() {
        server = SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start();
        endpoint = URI.create("http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    }

    /**
     * A fresh queue.
     *
     * @param attributes of {@code CreateQueue}
     * @return its URL
     */
    String queue(boolean fifo, ObjectNode attributes) {
        ObjectNode input = Json.object().put("QueueName", "q" + queues++ + (fifo ? ".fifo" : ""));
        if (fifo) {
            attributes.put("FifoQueue", "true");
        }
        input.set("Attributes", attributes);
        Reply made = execute("CreateQueue", input);
        if (!made.succeeded()) {
            throw new IllegalStateException("ElasticMQ made no queue: " + made.body());
        }
        return made.body().path("QueueUrl").asString("");
    }

    @Override
    public Reply execute(String operation, JsonNode input) {
        HttpRequest request = HttpRequest.newBuilder(endpoint).header("Content-Type", Reply.JSON_1_0)
                .header("X-Amz-Target", "AmazonSQS." + operation).POST(HttpRequest.BodyPublishers.ofString(Json.write(input))).build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), new TreeMap<>(),
                    response.body().isEmpty() ? Json.object() : Json.parseOrString(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking ElasticMQ", e);
        }
    }

    void stop() {
        server.stopAndWait();
        client.close();
    }
}
