package dev.tapedeck.mesh;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TableTest {

    @Nested
    class Contract extends TableContract {
        @Override
        Answers emptyTable() {
            return new Table(ORDERS)::execute;
        }
    }

    @Test
    void fork_goesItsOwnWay() {
        Table table = new Table(TableContract.ORDERS);
        table.put(item("a", 1));
        Table fork = table.fork();

        fork.put(item("b", 1));
        fork.execute("DeleteItem", TableContract.json("{'TableName':'orders','Key':{'pk':{'S':'a'},'sk':{'N':'1'}}}"));

        assertThat(table.image()).hasToString("[{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"}}]");
        assertThat(fork.image()).hasToString("[{\"pk\":{\"S\":\"b\"},\"sk\":{\"N\":\"1\"}}]");
    }

    @Test
    void image_isInTheOrderOfTheKeys_whateverTheHistory() {
        Table one = new Table(TableContract.ORDERS);
        Table other = new Table(TableContract.ORDERS);
        for (int i = 0; i < 200; i++) {
            one.put(item("p" + i % 7, i * 31 % 200));
        }
        for (int i = 199; i >= 0; i--) {
            other.put(item("p" + i % 7, i * 31 % 200));
            other.put(item("other", i));
            other.execute("DeleteItem",
                    TableContract.json("{'TableName':'orders','Key':{'pk':{'S':'other'},'sk':{'N':'" + i + "'}}}"));
        }

        assertThat(one.image()).isEqualTo(other.image());
        assertThat(one.size()).isEqualTo(200);
        assertThat(one.image().valueStream().map(each -> each.path("pk").path("S").asString("")).toList()).isSorted();
        assertThat(one.image().valueStream().limit(29).map(each -> Integer.valueOf(each.path("sk").path("N").asString(""))).toList())
                .isSorted();
    }

    @Test
    void update_nested_returnsOnlyWhatWasTouched() {
        Table table = new Table(TableContract.ORDERS);
        table.put(TableContract.json("{'pk':{'S':'a'},'sk':{'N':'1'},'m':{'M':{'x':{'N':'1'},'l':{'L':[{'N':'1'},{'N':'2'}]}}}}"));
        String update = "{'TableName':'orders','Key':{'pk':{'S':'a'},'sk':{'N':'1'}},'UpdateExpression':'SET m.l[1] = :v, m.y = :v',"
                + "'ExpressionAttributeValues':{':v':{'N':'5'}},'ReturnValues':";

        assertThat(table.fork().execute("UpdateItem", TableContract.json(update + "'UPDATED_OLD'}")).body())
                .isEqualTo(TableContract.json("{'Attributes':{'m':{'M':{'l':{'L':[{'N':'2'}]}}}}}"));
        assertThat(table.fork().execute("UpdateItem", TableContract.json(update + "'UPDATED_NEW'}")).body())
                .isEqualTo(TableContract.json("{'Attributes':{'m':{'M':{'l':{'L':[{'N':'5'}]},'y':{'N':'5'}}}}}"));
    }

    @Test
    void update_onlyRemoving_makesNoItem() {
        Table table = new Table(TableContract.ORDERS);

        Reply reply = table.execute("UpdateItem", TableContract.json(
                "{'TableName':'orders','Key':{'pk':{'S':'a'},'sk':{'N':'1'}},'UpdateExpression':'REMOVE x','ReturnValues':'ALL_NEW'}"));

        assertThat(reply.body()).isEqualTo(TableContract.json("{}"));
        assertThat(table.size()).isZero();
    }

    @Test
    void key_ofAnotherTypeThanSeenBefore_isRefused() {
        Table table = new Table(TableContract.ORDERS);
        table.put(item("a", 1));

        Reply put = table.execute("PutItem", TableContract.json("{'TableName':'orders','Item':{'pk':{'S':'a'},'sk':{'S':'1'}}}"));
        Reply get = table.execute("GetItem", TableContract.json("{'TableName':'orders','Key':{'pk':{'S':'a'},'sk':{'S':'1'}}}"));

        assertThat(TableContract.message(put))
                .isEqualTo("One or more parameter values were invalid: Type mismatch for key sk expected: N actual: S");
        assertThat(TableContract.message(get)).isEqualTo("The provided key element does not match the schema");
    }

    @Test
    void transaction_itemFailsForItsOwnSake_isCancelled() {
        Table table = new Table(TableContract.ORDERS);

        Reply reply = table.execute("TransactWriteItems", TableContract.json("{'TransactItems':[{'Update':{'TableName':'orders',"
                + "'Key':{'pk':{'S':'a'},'sk':{'N':'1'}},'UpdateExpression':'SET x = y'}},"
                + "{'Put':{'TableName':'orders','Item':{'pk':{'S':'b'},'sk':{'N':'1'}}}}]}"));

        assertThat(reply.errorType()).isEqualTo("TransactionCanceledException");
        assertThat(reply.body().path("CancellationReasons").get(0)).isEqualTo(TableContract.json(
                "{'Code':'ValidationError','Message':'The provided expression refers to an attribute that does not exist in the item'}"));
        assertThat(table.size()).isZero();
    }

    @Test
    void execute_unknownTable_isNotFound() {
        assertThat(new Table(TableContract.ORDERS).execute("GetItem", TableContract.json("{'TableName':'other','Key':{}}")).errorType())
                .isEqualTo("ResourceNotFoundException");
    }

    @Test
    void execute_whatIsNotModelled_isRefusedByName() {
        Table table = new Table(TableContract.ORDERS);

        assertThatThrownBy(() -> table.execute("CreateTable", TableContract.json("{}"))).isInstanceOf(NotModelled.class)
                .hasMessage("not modelled: `CreateTable` of `dynamodb`");
        assertThatThrownBy(() -> table.execute("UpdateItem", TableContract.json("{'TableName':'orders','AttributeUpdates':{}}")))
                .isInstanceOf(NotModelled.class).hasMessageContaining("AttributeUpdates");
        assertThatThrownBy(() -> table.execute("DescribeTable", TableContract.json("{'TableName':'orders'}")))
                .isInstanceOf(NotModelled.class).hasMessageContaining("pk");
    }

    @Test
    void describe_knownTypes_tellsTheSchema() {
        Table table = new Table(TableContract.ORDERS);
        table.put(TableContract.json("{'pk':{'S':'a'},'sk':{'N':'1'},'owner':{'S':'eve'},'due':{'N':'3'}}"));

        JsonNode description = table.execute("DescribeTable", TableContract.json("{'TableName':'orders'}")).body().path("Table");

        assertThat(description.path("KeySchema")).isEqualTo(
                TableContract.json("[{'AttributeName':'pk','KeyType':'HASH'},{'AttributeName':'sk','KeyType':'RANGE'}]"));
        assertThat(description.path("GlobalSecondaryIndexes").get(0).path("ItemCount").asInt()).isEqualTo(1);
    }

    private static JsonNode item(String pk, int sk) {
        return TableContract.json("{'pk':{'S':'" + pk + "'},'sk':{'N':'" + sk + "'}}");
    }
}
