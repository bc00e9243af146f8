package dev.tapedeck.mesh;

import dev.tapedeck.mesh.SystemSpec.IndexSpec;
import dev.tapedeck.mesh.SystemSpec.TableSpec;
import dev.tapedeck.recording.Json;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a table does, whoever plays it: run against {@link Table} and against DynamoDB Local. Table {@code orders} has keys {@code pk} and
 * {@code sk} (a number), and an index {@code by-owner} over {@code owner} and {@code due}.
 */
abstract class TableContract {

    static final TableSpec ORDERS = new TableSpec("orders", "pk", "sk", List.of(new IndexSpec("by-owner", "owner", "due")));

    private Answers table = (operation, input) -> {
        throw new IllegalStateException("set before each test");
    };

    /** Empty, and apart from those of other tests. */
    abstract Answers emptyTable();

    @BeforeEach
    void open() {
        table = emptyTable();
    }

    @Test
    void put_thenGet_returnsTheItemCanonically() {
        ok("PutItem",
                "{'Item':{'pk':{'S':'a'},'sk':{'N':'1.0'},'n':{'N':'1E3'},'ns':{'NS':['10','9']},'l':{'L':[{'NULL':true}]},'b':{'B':'AQI='}}}");

        assertThat(ok("GetItem", "{'Key':{'pk':{'S':'a'},'sk':{'N':'1'}}}")).isEqualTo(json(
                "{'Item':{'b':{'B':'AQI='},'l':{'L':[{'NULL':true}]},'n':{'N':'1000'},'ns':{'NS':['9','10']},'pk':{'S':'a'},'sk':{'N':'1'}}}"));
    }

    @Test
    void get_missing_answersNothing() {
        assertThat(ok("GetItem", "{'Key':{'pk':{'S':'a'},'sk':{'N':'1'}}}")).isEqualTo(json("{}"));
    }

    @Test
    void put_conditionFails_changesNothingAndShowsTheItemOnRequest() {
        ok("PutItem", "{'Item':{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'first'}}}");

        Reply reply = run("PutItem", "{'Item':{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'second'}},"
                + "'ConditionExpression':'attribute_not_exists(pk)','ReturnValuesOnConditionCheckFailure':'ALL_OLD'}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().path("__type").asString("")).isEqualTo("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException");
        assertThat(message(reply)).isEqualTo("The conditional request failed");
        assertThat(reply.body().path("Item")).isEqualTo(json("{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'first'}}"));
        assertThat(ok("GetItem", "{'Key':{'pk':{'S':'a'},'sk':{'N':'1'}},'ProjectionExpression':'v'}"))
                .isEqualTo(json("{'Item':{'v':{'S':'first'}}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"n = :n | true", "n <> :n | false", "s = :n | false", "absent <> :n | true",
            "NOT absent = :n | true",
            "n BETWEEN :n AND :n | true", "n IN (s, :n) | true", "size(l) = l[2] | true", "size(s) > :n | false",
            "begins_with(s, :s) | true", "contains(s, :s) | true", "contains(l, :n) | false", "contains(ss, :s) | false",
            "attribute_type(m, :t) | true", "attribute_exists(m.y.z) | true", "attribute_exists(l[3]) | false",
            "n = :n AND NOT (s = :s OR absent = :s) | true", "n = :n OR n = :s AND n = :s | true", "#n.x < n | true"})
    void condition_overEveryType_holdsOrNot(String condition, boolean holds) {
        ok("PutItem", "{'Item':{'pk':{'S':'a'},'sk':{'N':'1'},'n':{'N':'5'},'s':{'S':'hello'},'l':{'L':[{'N':'1'},{'N':'2'},{'N':'3'}]},"
                + "'m':{'M':{'x':{'N':'1'},'y':{'M':{'z':{'S':'q'}}}}},'ss':{'SS':['a','b']}}}");
        ObjectNode input = (ObjectNode) json("{'Key':{'pk':{'S':'a'},'sk':{'N':'1'}}}");
        input.put("ConditionExpression", condition);
        ObjectNode values = Json.object();
        placeholder(condition, values, ":n", "N", "5");
        placeholder(condition, values, ":s", "S", "hel");
        placeholder(condition, values, ":t", "S", "M");
        if (!values.isEmpty()) {
            input.set("ExpressionAttributeValues", values);
        }
        if (condition.contains("#n")) {
            input.putObject("ExpressionAttributeNames").put("#n", "m");
        }

        Reply reply = table.execute("DeleteItem", named(input));

        assertThat(reply.errorType()).isEqualTo(holds ? "" : "ConditionalCheckFailedException");
    }

    @Test
    void update_everySection_seesTheItemAsItWas() {
        ok("PutItem", "{'Item':{'pk':{'S':'a'},'sk':{'N':'1'},'n':{'N':'5'},'l':{'L':[{'N':'1'},{'N':'2'},{'N':'3'}]},'gone':{'S':'x'},"
                + "'m':{'M':{'x':{'N':'1'}}},'ss':{'SS':['a','b']}}}");

        JsonNode reply = ok("UpdateItem", "{'Key':{'pk':{'S':'a'},'sk':{'N':'1'}},'ReturnValues':'ALL_NEW',"
                + "'UpdateExpression':'SET n = n + :one, twin = n, l[9] = :one, l[7] = l[0], q = if_not_exists(q, :list), r = list_append(l, :list)"
                + " REMOVE gone, l[1] ADD m.x :one, k :one DELETE ss :a',"
                + "'ExpressionAttributeValues':{':one':{'N':'1'},':list':{'L':[{'S':'z'}]},':a':{'SS':['a','c']}}}");

        assertThat(reply.path("Attributes")).isEqualTo(json("{'pk':{'S':'a'},'sk':{'N':'1'},'n':{'N':'6'},'twin':{'N':'5'},'k':{'N':'1'},"
                + "'l':{'L':[{'N':'1'},{'N':'3'},{'N':'1'},{'N':'1'}]},'m':{'M':{'x':{'N':'2'}}},'q':{'L':[{'S':'z'}]},"
                + "'r':{'L':[{'N':'1'},{'N':'2'},{'N':'3'},{'S':'z'}]},'ss':{'SS':['b']}}"));
    }

    @Test
    void update_missingItem_makesIt() {
        assertThat(ok("UpdateItem", "{'Key':{'pk':{'S':'a'},'sk':{'N':'1'}},'UpdateExpression':'ADD n :one','ReturnValues':'UPDATED_NEW',"
                + "'ExpressionAttributeValues':{':one':{'N':'1'}}}")).isEqualTo(json("{'Attributes':{'n':{'N':'1'}}}"));
    }

    @Test
    void delete_returnsWhatWas() {
        ok("PutItem", "{'Item':{'pk':{'S':'a'},'sk':{'N':'1'}}}");

        assertThat(ok("DeleteItem", "{'Key':{'pk':{'S':'a'},'sk':{'N':'1'}},'ReturnValues':'ALL_OLD'}"))
                .isEqualTo(json("{'Attributes':{'pk':{'S':'a'},'sk':{'N':'1'}}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "SET n = :v AND | Invalid UpdateExpression: Syntax error; token: \"AND\", near: \":v AND\"",
            "SET status = :v | Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status",
            "SET n = :w | Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :w",
            "SET #n = :v | Invalid UpdateExpression: An expression attribute name used in the document path is not defined; attribute name: #n",
            "REMOVE n | Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}",
            "SET n = :v, n.x = :v | Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [n], path two: [n, x]",
            "SET n = :v SET m = :v | Invalid UpdateExpression: The \"SET\" section can only be used once in an update expression;",
            "SET n = size(:v) | Invalid UpdateExpression: The function is not allowed in an update expression; function: size",
            "SET n = absent + :v | The provided expression refers to an attribute that does not exist in the item",
            "SET s = s + :v | An operand in the update expression has an incorrect data type",
            "SET absent.x = :v | The document path provided in the update expression is invalid for update",
            "SET sk = :v | One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key",
            "DELETE s :v | Invalid UpdateExpression: Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND"})
    void update_wrong_saysWhatDynamoSays(String update, String message) {
        ok("PutItem", "{'Item':{'pk':{'S':'a'},'sk':{'N':'1'},'n':{'N':'5'},'s':{'S':'x'}}}");
        ObjectNode input = (ObjectNode) json("{'Key':{'pk':{'S':'a'},'sk':{'N':'1'}},'ExpressionAttributeValues':{':v':{'N':'1'}}}");
        input.put("UpdateExpression", update);

        Reply reply = table.execute("UpdateItem", named(input));

        assertThat(reply.errorType()).isEqualTo("ValidationException");
        assertThat(message(reply)).isEqualTo(message);
    }

    @Test
    void query_pages_followTheSortKey() {
        for (int i : new int[]{10, 9, 2, 1}) {
            ok("PutItem", "{'Item':{'pk':{'S':'a'},'sk':{'N':'" + i + "'},'even':{'BOOL':" + (i % 2 == 0) + "}}}");
        }
        ok("PutItem", "{'Item':{'pk':{'S':'b'},'sk':{'N':'1'}}}");

        JsonNode first = ok("Query", "{'KeyConditionExpression':'pk = :p AND sk > :s','FilterExpression':'even = :t','Limit':2,"
                + "'ExpressionAttributeValues':{':p':{'S':'a'},':s':{'N':'1'},':t':{'BOOL':true}}}");
        JsonNode second = ok("Query", "{'KeyConditionExpression':'pk = :p AND sk > :s','ExclusiveStartKey':{'pk':{'S':'a'},'sk':{'N':'9'}},"
                + "'ExpressionAttributeValues':{':p':{'S':'a'},':s':{'N':'1'}},'ProjectionExpression':'sk'}");
        JsonNode backwards = ok("Query",
                "{'KeyConditionExpression':'pk = :p','ScanIndexForward':false,'ExpressionAttributeValues':{':p':{'S':'a'}},"
                        + "'ExclusiveStartKey':{'pk':{'S':'a'},'sk':{'N':'9'}},'ProjectionExpression':'sk'}");

        assertThat(first).isEqualTo(json("{'Items':[{'pk':{'S':'a'},'sk':{'N':'2'},'even':{'BOOL':true}}],'Count':1,'ScannedCount':2,"
                + "'LastEvaluatedKey':{'pk':{'S':'a'},'sk':{'N':'9'}}}"));
        assertThat(second).isEqualTo(json("{'Items':[{'sk':{'N':'10'}}],'Count':1,'ScannedCount':1}"));
        assertThat(backwards).isEqualTo(json("{'Items':[{'sk':{'N':'2'}},{'sk':{'N':'1'}}],'Count':2,'ScannedCount':2}"));
    }

    @Test
    void query_index_holdsOnlyItemsWithItsKeys() {
        ok("PutItem", "{'Item':{'pk':{'S':'a'},'sk':{'N':'1'},'owner':{'S':'eve'},'due':{'N':'7'}}}");
        ok("PutItem", "{'Item':{'pk':{'S':'b'},'sk':{'N':'1'},'owner':{'S':'eve'},'due':{'N':'3'}}}");
        ok("PutItem", "{'Item':{'pk':{'S':'c'},'sk':{'N':'1'},'owner':{'S':'eve'}}}");
        ok("UpdateItem",
                "{'Key':{'pk':{'S':'b'},'sk':{'N':'1'}},'UpdateExpression':'SET due = :d','ExpressionAttributeValues':{':d':{'N':'9'}}}");

        JsonNode reply = ok("Query", "{'IndexName':'by-owner','KeyConditionExpression':'#o = :o','ExpressionAttributeNames':{'#o':'owner'},"
                + "'ExpressionAttributeValues':{':o':{'S':'eve'}},'Limit':1}");

        assertThat(reply).isEqualTo(json("{'Items':[{'pk':{'S':'a'},'sk':{'N':'1'},'owner':{'S':'eve'},'due':{'N':'7'}}],'Count':1,"
                + "'ScannedCount':1,'LastEvaluatedKey':{'pk':{'S':'a'},'sk':{'N':'1'},'owner':{'S':'eve'},'due':{'N':'7'}}}"));
    }

    @Test
    void transactWrite_oneConditionFails_nothingIsDoneAndEachPartHasAReason() {
        ok("PutItem", "{'Item':{'pk':{'S':'a'},'sk':{'N':'1'}}}");

        Reply reply = table.execute("TransactWriteItems", json("{'TransactItems':["
                + "{'Put':{'TableName':'orders','Item':{'pk':{'S':'b'},'sk':{'N':'1'}}}},"
                + "{'Put':{'TableName':'orders','Item':{'pk':{'S':'a'},'sk':{'N':'1'}},'ConditionExpression':'attribute_not_exists(pk)',"
                + "'ReturnValuesOnConditionCheckFailure':'ALL_OLD'}}]}"));

        assertThat(reply.body().path("__type").asString("")).isEqualTo("com.amazonaws.dynamodb.v20120810#TransactionCanceledException");
        assertThat(message(reply))
                .isEqualTo("Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]");
        assertThat(reply.body().path("CancellationReasons")).isEqualTo(json("[{'Code':'None'},{'Code':'ConditionalCheckFailed',"
                + "'Message':'The conditional request failed','Item':{'pk':{'S':'a'},'sk':{'N':'1'}}}]"));
        assertThat(ok("Scan", "{'Select':'COUNT'}").path("Count").asInt()).isEqualTo(1);
    }

    @Test
    void batches_writeAndReadTogether() {
        Reply written = table.execute("BatchWriteItem", json("{'RequestItems':{'orders':["
                + "{'PutRequest':{'Item':{'pk':{'S':'a'},'sk':{'N':'1'}}}},{'PutRequest':{'Item':{'pk':{'S':'a'},'sk':{'N':'2'},'v':{'S':'x'}}}}]}}"));
        Reply read = table.execute("BatchGetItem",
                json("{'RequestItems':{'orders':{'ProjectionExpression':'v','Keys':[{'pk':{'S':'a'},'sk':{'N':'2'}},{'pk':{'S':'z'},'sk':{'N':'2'}}]}}}"));

        assertThat(written.body()).isEqualTo(json("{'UnprocessedItems':{}}"));
        assertThat(read.body()).isEqualTo(json("{'Responses':{'orders':[{'v':{'S':'x'}}]},'UnprocessedKeys':{}}"));
    }

    @Test
    void capacity_isTheSizeInUnits() {
        String text = "x".repeat(5000);
        assertThat(ok("PutItem", "{'Item':{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'" + text + "'}},'ReturnConsumedCapacity':'TOTAL'}")
                .path("ConsumedCapacity").path("CapacityUnits").asDouble()).isEqualTo(5.0);
        assertThat(ok("GetItem", "{'Key':{'pk':{'S':'a'},'sk':{'N':'1'}},'ReturnConsumedCapacity':'TOTAL'}")
                .path("ConsumedCapacity").path("CapacityUnits").asDouble()).isEqualTo(1.0);
    }

    @Test
    void item_over400Kilobytes_isRefused() {
        String most = "x".repeat(Mutation.MAX_ITEM_BYTES - 8);
        ok("PutItem", "{'Item':{'pk':{'S':'a'},'sk':{'N':'1'},'v':{'S':'" + most + "'}}}");

        Reply put = run("PutItem", "{'Item':{'pk':{'S':'a'},'sk':{'N':'2'},'v':{'S':'" + most + "x'}}}");
        Reply update = run("UpdateItem", "{'Key':{'pk':{'S':'a'},'sk':{'N':'1'}},'UpdateExpression':'SET w = v'}");

        assertThat(message(put)).isEqualTo("Item size has exceeded the maximum allowed size");
        assertThat(message(update)).isEqualTo("Item size to update has exceeded the maximum allowed size");
    }

    @Test
    void page_endsAfterOneMegabyte() {
        String text = "x".repeat(400_000);
        for (int i = 1; i <= 4; i++) {
            ok("PutItem", "{'Item':{'pk':{'S':'a'},'sk':{'N':'" + i + "'},'v':{'S':'" + text + "'}}}");
        }

        JsonNode page = ok("Query",
                "{'KeyConditionExpression':'pk = :p','ProjectionExpression':'sk','ExpressionAttributeValues':{':p':{'S':'a'}}}");

        assertThat(page.path("Items")).isEqualTo(json("[{'sk':{'N':'1'}},{'sk':{'N':'2'}},{'sk':{'N':'3'}}]"));
        assertThat(page.path("LastEvaluatedKey")).isEqualTo(json("{'pk':{'S':'a'},'sk':{'N':'3'}}"));
    }

    private Reply run(String operation, String input) {
        return table.execute(operation, named((ObjectNode) json(input)));
    }

    private JsonNode ok(String operation, String input) {
        Reply reply = run(operation, input);
        assertThat(reply.status()).describedAs("%s", reply.body()).isEqualTo(200);
        return reply.body();
    }

    private static ObjectNode named(ObjectNode input) {
        return input.put("TableName", "orders");
    }

    private static void placeholder(String condition, ObjectNode values, String name, String type, String value) {
        if (condition.contains(name)) {
            values.putObject(name).put(type, value);
        }
    }

    /** DynamoDB Local spells the field with a capital. */
    static String message(Reply reply) {
        return reply.body().path("message").asString(reply.body().path("Message").asString(""));
    }

    /** JSON with single quotes. */
    static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }
}
