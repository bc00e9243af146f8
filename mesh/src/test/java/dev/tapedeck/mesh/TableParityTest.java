package dev.tapedeck.mesh;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulated table beside Amazon's own. {@code -Dsurefire.extraArgs=-Dparity.seeds=500} compares at greater length;
 * {@code parity.first} starts at another seed, the one that a failure names.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TableParityTest {

    private static final int REQUESTS_A_SEED = 60;

    private DynamoDbLocal local;

    @BeforeAll
    void start() throws Exception {
        local = new DynamoDbLocal();
    }

    @AfterAll
    void stop() throws Exception {
        local.stop();
    }

    @Nested
    class Contract extends TableContract {
        @Override
        Answers emptyTable() {
            return local.empty();
        }
    }

    @Test
    void random_requests_areAnsweredAlike() {
        int first = Integer.getInteger("parity.first", 0);
        int compared = 0;
        for (int seed = first; seed < first + Integer.getInteger("parity.seeds", 30); seed++) {
            compared += compare(seed);
        }
        assertThat(compared).isGreaterThan(REQUESTS_A_SEED / 2);
    }

    private int compare(int seed) {
        local.empty();
        Table table = new Table(TableContract.ORDERS);
        RandomRequests requests = new RandomRequests(seed);
        int compared = 0;
        for (int i = 0; i < REQUESTS_A_SEED; i++) {
            RandomRequests.Request request = requests.next();
            if (!Parity.leftOut(request, table)) {
                Reply ours = table.execute(request.operation(), request.input());
                Reply theirs = local.execute(request.operation(), request.input());
                String where = "seed " + seed + ", request " + i + "\n" + request + "\nours   " + ours.body() + "\ntheirs " + theirs.body()
                        + "\n";
                assertThat(Parity.agree(request, ours, theirs)).describedAs("answers; " + where).isTrue();
                assertThat(Parity.canonicalItems(table.image())).describedAs("state; " + where).isEqualTo(Parity.image(local));
                compared++;
            }
        }
        return compared;
    }

    /** Local lets two documented words pass: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html. */
    @Test
    void reserved_words_areTheSame() {
        local.empty();
        List<String> keywords = List.of("AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE");
        assertThat(ReservedWords.all()).hasSize(573);
        for (String word : ReservedWords.all()) {
            String ours = ours(word.toLowerCase(Locale.ROOT));
            assertThat(ours).describedAs(word).contains(keywords.contains(word) ? "Syntax error" : "reserved keyword");
            assertThat(local(word.toLowerCase(Locale.ROOT))).isEqualTo(List.of("CONVERT", "SIZE").contains(word) ? "" : ours);
        }
        for (String word : List.of("invoice", "amount", "currency", "customer", "state1", "pk", "sk", "settled", "closedAt")) {
            assertThat(ours(word)).isEmpty();
            assertThat(local(word)).isEmpty();
        }
    }

    private static String ours(String word) {
        return TableContract.message(new Table(TableContract.ORDERS).execute("GetItem", projecting(word)));
    }

    private String local(String word) {
        return TableContract.message(local.execute("GetItem", projecting(word)));
    }

    private static ObjectNode projecting(String word) {
        ObjectNode input = (ObjectNode) TableContract.json("{'TableName':'orders','Key':{'pk':{'S':'a'},'sk':{'N':'1'}}}");
        return input.put("ProjectionExpression", word);
    }
}
