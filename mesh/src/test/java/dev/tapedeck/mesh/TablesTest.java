package dev.tapedeck.mesh;

import dev.tapedeck.mesh.SystemSpec.TableSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static dev.tapedeck.mesh.TableContract.json;
import static org.assertj.core.api.Assertions.assertThat;

class TablesTest {

    private static final String TRANSFER = """
            {'TransactItems':[
              {'Update':{'TableName':'accounts','Key':{'id':{'S':'eve'}},'UpdateExpression':'SET balance = balance - :n',
                'ConditionExpression':'balance >= :n','ExpressionAttributeValues':{':n':{'N':'30'}}}},
              {'Put':{'TableName':'arn:aws:dynamodb:eu-central-1:123456789012:table/entries','Item':{'id':{'S':'t1'},'amount':{'N':'30'}}}}]}""";

    private final Table accounts = new Table(new TableSpec("accounts", "id", "", List.of()));
    private final Table entries = new Table(new TableSpec("entries", "id", "", List.of()));
    private final Tables tables = new Tables(List.of(accounts, entries));

    @Test
    void transaction_overTwoTables_isDoneInBothOrInNone() {
        accounts.put(json("{'id':{'S':'eve'},'balance':{'N':'50'}}"));

        assertThat(tables.execute("TransactWriteItems", json(TRANSFER)).status()).isEqualTo(200);
        Reply second = tables.execute("TransactWriteItems", json(TRANSFER.replace("t1", "t2")));

        assertThat(second.errorType()).isEqualTo("TransactionCanceledException");
        assertThat(accounts.image()).isEqualTo(json("[{'id':{'S':'eve'},'balance':{'N':'20'}}]"));
        assertThat(entries.image()).isEqualTo(json("[{'id':{'S':'t1'},'amount':{'N':'30'}}]"));
    }

    @Test
    void transactGet_answersInOrder() {
        accounts.put(json("{'id':{'S':'eve'},'balance':{'N':'50'}}"));

        JsonNode reply = tables.execute("TransactGetItems", json("{'TransactItems':[{'Get':{'TableName':'entries','Key':{'id':{'S':'x'}}}},"
                + "{'Get':{'TableName':'accounts','Key':{'id':{'S':'eve'}},'ProjectionExpression':'balance'}}],'ReturnConsumedCapacity':'TOTAL'}"))
                .body();

        assertThat(reply.path("Responses")).isEqualTo(json("[{},{'Item':{'balance':{'N':'50'}}}]"));
        assertThat(reply.path("ConsumedCapacity").findValuesAsString("TableName")).containsExactly("accounts", "entries");
        assertThat(reply.path("ConsumedCapacity").get(0).path("ReadCapacityUnits").asDouble()).isEqualTo(2.0);
    }

    @Test
    void batch_overTwoTables_reachesBoth() {
        tables.execute("BatchWriteItem", json("{'RequestItems':{'accounts':[{'PutRequest':{'Item':{'id':{'S':'a'}}}}],"
                + "'entries':[{'PutRequest':{'Item':{'id':{'S':'b'}}}}]}}"));

        JsonNode reply = tables.execute("BatchGetItem", json("{'RequestItems':{'accounts':{'Keys':[{'id':{'S':'a'}}]},"
                + "'entries':{'Keys':[{'id':{'S':'b'}},{'id':{'S':'c'}}]}}}")).body();

        assertThat(reply.path("Responses")).isEqualTo(json("{'accounts':[{'id':{'S':'a'}}],'entries':[{'id':{'S':'b'}}]}"));
    }

    @Test
    void fork_isOfEveryTable() {
        accounts.put(json("{'id':{'S':'eve'},'balance':{'N':'50'}}"));
        Tables fork = tables.fork();

        fork.execute("TransactWriteItems", json(TRANSFER));

        assertThat(entries.size()).isZero();
        assertThat(fork.find("entries").orElseThrow().size()).isEqualTo(1);
    }

    @Test
    void firstNamed_isTheComponentThatACallOnSeveralAddresses() {
        assertThat(Tables.firstNamed(json(TRANSFER))).isEqualTo("accounts");
        assertThat(Tables.firstNamed(json("{'RequestItems':{'entries':[]}}"))).isEqualTo("entries");
        assertThat(Tables.firstNamed(json("{}"))).isEmpty();
    }
}
