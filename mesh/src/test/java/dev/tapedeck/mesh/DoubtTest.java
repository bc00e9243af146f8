package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A table of which not everything is known answers what it knows, and refuses the rest. */
class DoubtTest {

    /** Of keys that start with {@code new} it is known that nothing was there. */
    private static final Unspoken OPEN = new Unspoken() {
        @Override
        public boolean absent(ObjectNode key) {
            return key.path("pk").path("S").asString("").startsWith("new");
        }

        @Override
        public Range range(String operation, JsonNode request) {
            String partition = request.path("ExpressionAttributeValues").path(":p").path("S").asString("");
            return partition.startsWith("new") ? Range.KNOWN : partition.equals("seen") ? Range.TOLD : Range.UNKNOWN;
        }
    };

    private final Table table = new Table(new SystemSpec.TableSpec("things", "pk", "sk", List.of()));

    DoubtTest() {
        table.ask(OPEN);
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    private static String key(String pk) {
        return "{'pk':{'S':'" + pk + "'},'sk':{'S':'1'}}";
    }

    private Reply execute(String operation, String input) {
        ObjectNode request = (ObjectNode) json(input);
        request.put("TableName", "things");
        return table.execute(operation, request);
    }

    private Reply get(String pk) {
        return execute("GetItem", "{'Key':" + key(pk) + "}");
    }

    private void partly(String pk) {
        table.put(json("{'pk':{'S':'" + pk + "'},'sk':{'S':'1'},'a':{'N':'1'}}"), new Doubt(false, true, new TreeSet<>()));
    }

    @Test
    void get_keyNobodySpokeOf_isRefused() {
        assertThatThrownBy(() -> get("old")).isInstanceOf(NotKnown.class).hasMessageContaining("old");
    }

    @Test
    void get_keyThatCannotHaveBeenThere_isAbsent() {
        assertThat(get("new-1").body().has("Item")).isFalse();
    }

    @Test
    void get_afterPutWithoutCondition_isKnown() {
        execute("PutItem", "{'Item':{'pk':{'S':'old'},'sk':{'S':'1'},'a':{'N':'7'}}}");
        assertThat(get("old").body().path("Item").path("a").path("N").asString()).isEqualTo("7");
    }

    @Test
    void get_afterDelete_isAbsent() {
        execute("DeleteItem", "{'Key':" + key("old") + "}");
        assertThat(get("old").body().has("Item")).isFalse();
    }

    @Test
    void put_conditionOnKeyNobodySpokeOf_isRefused() {
        assertThatThrownBy(() -> execute("PutItem",
                "{'Item':" + key("old") + ",'ConditionExpression':'attribute_not_exists(pk)'}")).isInstanceOf(NotKnown.class);
        assertThat(execute("PutItem", "{'Item':" + key("new-1") + ",'ConditionExpression':'attribute_not_exists(pk)'}").status())
                .isEqualTo(200);
    }

    @Test
    void put_oldImageAskedFor_isRefused() {
        assertThatThrownBy(() -> execute("PutItem", "{'Item':" + key("old") + ",'ReturnValues':'ALL_OLD'}")).isInstanceOf(NotKnown.class);
    }

    @Test
    void update_blind_leavesTheRestInDoubt() {
        String set = "{'Key':" + key("old") + ",'UpdateExpression':'SET a = :a','ExpressionAttributeValues':{':a':{'N':'3'}}";
        execute("UpdateItem", set + "}");
        Reply projected = execute("GetItem", "{'Key':" + key("old") + ",'ProjectionExpression':'a'}");
        assertThat(projected.body().path("Item").path("a").path("N").asString()).isEqualTo("3");
        assertThatThrownBy(() -> get("old")).isInstanceOf(NotKnown.class).hasMessageContaining("attributes");
        assertThatThrownBy(() -> execute("UpdateItem", set + ",'ReturnValues':'ALL_NEW'}")).isInstanceOf(NotKnown.class);
    }

    @Test
    void update_computedFromWhatNobodyKnows_isRefused() {
        partly("part");
        assertThatThrownBy(() -> execute("UpdateItem",
                "{'Key':" + key("part") + ",'UpdateExpression':'SET b = b + :a','ExpressionAttributeValues':{':a':{'N':'3'}}}"))
                .isInstanceOf(NotKnown.class).hasMessageContaining("`b`");
        assertThat(execute("UpdateItem",
                "{'Key':" + key("part") + ",'UpdateExpression':'SET a = a + :a','ExpressionAttributeValues':{':a':{'N':'3'}},"
                        + "'ReturnValues':'UPDATED_NEW'}")
                .body().path("Attributes").path("a").path("N").asString()).isEqualTo("4");
    }

    @Test
    void update_conditionOnAttribute_isAnsweredWhereItIsKnown() {
        partly("part");
        String set = "{'Key':" + key("part") + ",'UpdateExpression':'SET c = :a','ExpressionAttributeValues':{':a':{'N':'1'}},";
        assertThat(execute("UpdateItem", set + "'ConditionExpression':'a = :a'}").status()).isEqualTo(200);
        assertThatThrownBy(() -> execute("UpdateItem", set + "'ConditionExpression':'b = :a'}")).isInstanceOf(NotKnown.class);
    }

    @Test
    void update_whereOneAttributeIsUnknown_knowsAllOnceItIsWritten() {
        table.put(json("{'pk':{'S':'x'},'sk':{'S':'1'}}"), new Doubt(false, false, new TreeSet<>(List.of("a"))));
        assertThatThrownBy(() -> get("x")).isInstanceOf(NotKnown.class).hasMessageContaining("`a`");
        execute("UpdateItem", "{'Key':" + key("x") + ",'UpdateExpression':'SET a = :a','ExpressionAttributeValues':{':a':{'N':'1'}}}");
        assertThat(get("x").body().path("Item").path("a").path("N").asString()).isEqualTo("1");
    }

    @Test
    void query_isAnsweredAsFarAsTheRangeIsKnown() {
        table.putNothing(json(key("seen")), Doubt.EVERYTHING);
        assertThatThrownBy(() -> query("old")).isInstanceOf(NotKnown.class);
        assertThatThrownBy(() -> query("seen")).isInstanceOf(NotKnown.class);
        assertThat(query("new-1").body().path("Count").asInt()).isZero();
        execute("PutItem", "{'Item':" + key("seen") + "}");
        assertThat(query("seen").body().path("Count").asInt()).isEqualTo(1);
    }

    private Reply query(String partition) {
        return execute("Query", "{'KeyConditionExpression':'pk = :p','ExpressionAttributeValues':{':p':{'S':'" + partition + "'}}}");
    }

    @Test
    void transaction_oneConditionInDoubt_changesNothing() {
        String parts = "{'TransactItems':[{'Put':{'TableName':'things','Item':" + key("new-1") + "}},"
                + "{'Put':{'TableName':'things','Item':" + key("old") + ",'ConditionExpression':'attribute_not_exists(pk)'}}]}";
        assertThatThrownBy(() -> table.execute("TransactWriteItems", json(parts))).isInstanceOf(NotKnown.class);
        assertThat(table.size()).isZero();
    }

    @Test
    void forget_makesAnItemOneThatNobodySpokeOf() {
        partly("part");
        table.forget(json(key("part")));
        assertThat(table.size()).isZero();
        assertThatThrownBy(() -> get("part")).isInstanceOf(NotKnown.class);
    }
}
