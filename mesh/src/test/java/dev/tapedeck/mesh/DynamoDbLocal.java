package dev.tapedeck.mesh;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import dev.tapedeck.recording.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Amazon's own DynamoDB for tests, in this process and in memory, on a free loopback port. Its launcher is left alone: that one listens on
 * every address and reports home.
 */
final class DynamoDbLocal implements Answers {

    private static final String CREDENTIALS = "AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/dynamodb/aws4_request, "
            + "SignedHeaders=host, Signature=0";

    private final Server server = new Server();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI endpoint;

    DynamoDbLocal() throws Exception {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new LocalDynamoDBServerHandler(new LocalDynamoDBRequestHandler(0, true, null, true, false), "*"));
        server.start();
        endpoint = URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    /** Makes the table of {@link TableContract#ORDERS} anew. */
    DynamoDbLocal empty() {
        execute("DeleteTable", TableContract.json("{'TableName':'orders'}"));
        ObjectNode table = (ObjectNode) TableContract.json("{'TableName':'orders','BillingMode':'PAY_PER_REQUEST','KeySchema':["
                + "{'AttributeName':'pk','KeyType':'HASH'},{'AttributeName':'sk','KeyType':'RANGE'}],'GlobalSecondaryIndexes':["
                + "{'IndexName':'by-owner','Projection':{'ProjectionType':'ALL'},'KeySchema':["
                + "{'AttributeName':'owner','KeyType':'HASH'},{'AttributeName':'due','KeyType':'RANGE'}]}]}");
        ArrayNode types = table.putArray("AttributeDefinitions");
        types.addObject().put("AttributeName", "pk").put("AttributeType", "S");
        types.addObject().put("AttributeName", "sk").put("AttributeType", "N");
        types.addObject().put("AttributeName", "owner").put("AttributeType", "S");
        types.addObject().put("AttributeName", "due").put("AttributeType", "N");
        Reply made = execute("CreateTable", table);
        if (!made.succeeded()) {
            throw new IllegalStateException("DynamoDB Local made no table: " + made.body());
        }
        return this;
    }

    @Override
    public Reply execute(String operation, JsonNode input) {
        HttpRequest request = HttpRequest.newBuilder(endpoint).header("Content-Type", Reply.JSON_1_0)
                .header("X-Amz-Target", "DynamoDB_20120810." + operation).header("Authorization", CREDENTIALS)
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(input))).build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), new java.util.TreeMap<>(), Json.parse(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking DynamoDB Local", e);
        }
    }

    void stop() throws Exception {
        server.stop();
        client.close();
    }
}
