package dev.tapedeck.cli;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Payload;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.replay.Outcome;
import dev.tapedeck.replay.Problem;
import dev.tapedeck.replay.Report;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static dev.tapedeck.cli.Stand.explained;
import static org.assertj.core.api.Assertions.assertThat;

/** What a table held, who wrote it and when it was seen: cases that look alike and must be told apart, each with real code both ways. */
class TablesToldApartTest {

    private static final String REQUEST = "3f0c9a52-51a6-4c0e-8f5e-0d1b34a1c101";
    private static final String ORDER = "'pk':{'S':'ORDER#7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80'},'sk':{'S':'A'}";
    private static final String COUNTER = "'pk':{'S':'COUNTER'},'sk':{'S':'A'}";

    private static String body(String fields) {
        return Tape.post("{'correlationId':'" + Tape.CORRELATION + "'" + (fields.isEmpty() ? "" : "," + fields) + "}");
    }

    private static String counter(int n) {
        return "{'Item':{" + COUNTER + ",'n':{'N':'" + n + "'}}}";
    }

    private static Stand order() {
        Tape tape = new Tape();
        tape.run("order", REQUEST, 0, 100, body(""))
                .call("PutItem", "'Item':{" + ORDER + ",'state':{'S':'open'}},'ConditionExpression':'attribute_not_exists(pk)'", "{}", 10,
                        20)
                .call("GetItem", "'Key':{" + ORDER + "},'ConsistentRead':true", "{'Item':{" + ORDER + ",'state':{'S':'open'}}}", 30, 40)
                .returns("{'statusCode':201,'body':'open'}");
        return Stand.of("order", tape);
    }

    @Test
    void freshUuidInAKey_isBound() {
        Report report = order().replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.CLEAN);
        assertThat(report.bindings()).anyMatch(b -> b.reason().equals("drew entropy"));
        assertThat(report.fidelity().bound()).isEqualTo(2);
    }

    @Test
    void constantWhereAFreshUuidWas_diverges() {
        Report report = order().replayedWith("order-constant");
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.DIVERGED);
        assertThat(report.problem().detail()).contains("PutItem");
    }

    @Test
    void keyThatHoldsAFreshUuid_wasNotThereBefore() {
        Report report = order().replayed("order-lock");
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.PASSES);
    }

    private static Stand listed() {
        String pk = "'pk':{'S':'ORDER#7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80'}";
        List<String> drawn = List.of("c0a8f3a2-1f6e-4a51-9b1e-3f2c5d6e7f81", "1ba8f3a2-2f6e-4a51-9b1e-3f2c5d6e7f82",
                "e2a8f3a2-3f6e-4a51-9b1e-3f2c5d6e7f83", "5da8f3a2-4f6e-4a51-9b1e-3f2c5d6e7f84");
        List<String> items = new ArrayList<>();
        Tape tape = new Tape();
        Tape.Run run = tape.run("lines", REQUEST, 0, 200, body(""));
        for (int i = 0; i < drawn.size(); i++) {
            items.add("{" + pk + ",'sk':{'S':'LINE#" + drawn.get(i) + "'},'n':{'N':'" + i + "'}}");
            run.call("PutItem", "'Item':" + items.getLast(), "{}", 10 + 20 * i, 20 + 20 * i);
        }
        run.call("Query",
                "'KeyConditionExpression':'pk = :p','ExpressionAttributeValues':{':p':{'S':'ORDER#7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80'}}",
                "{'Items':[" + items.get(1) + "," + items.get(3) + "," + items.get(0) + "," + items.get(2)
                        + "],'Count':4,'ScannedCount':4}",
                110, 120)
                .returns("{'statusCode':200,'body':'1302'}");
        return Stand.of("lines", tape);
    }

    @Test
    void freshUuidsInSortKeys_areFoundInTheOrderOfThen() {
        Report report = listed().replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.CLEAN);
        assertThat(report.bindings()).filteredOn(b -> b.reason().equals("drew entropy")).hasSize(5);
    }

    private static Stand profile(boolean hashed) {
        String email = "mara.lindqvist@posthaus.example";
        String id = hashed ? "9b7f1c7f6d1f0a3b2c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f70819203" : email;
        String key = "'pk':{'S':'CUSTOMER#" + id + "#PROFILE'},'sk':{'S':'A'}";
        Tape tape = new Tape();
        tape.run("profile", REQUEST, 0, 100, body("'email':'" + email + "'" + (hashed ? ",'hashed':true" : "")))
                .call("GetItem", "'Key':{" + key + "},'ConsistentRead':true", "{'Item':{" + key + ",'tier':{'S':'open'}}}", 10, 20)
                .returns("{'statusCode':200,'body':'open'}");
        return Stand.of("profile", tape);
    }

    @Test
    void compositeKeyHoldingAPseudonym_isTheSameKey() {
        Stand stand = profile(false);
        assertThat(stand.recording().state().items().getFirst().key().toString()).contains("CUSTOMER#").doesNotContain("mara.lindqvist");
        Report report = stand.replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.CLEAN);
        assertThat(report.fidelity().equal()).isEqualTo(2);
    }

    @Test
    void divergence_namesTheRedactedFieldsThatLedThere() {
        Stand stand = profile(false);
        Recording recording = stand.recording();
        List<Call> other = recording.calls().stream().map(c -> new Call(c.name(), c.attempt(), c.invocation(), c.ordinal(), c.target(),
                c.service(), c.operation(), Payload.whole(Json.parse(Tape.json("{'TableName':'things','Key':{},'ConsistentRead':false}"))),
                c.answer(), c.start(), c.end(), c.effect())).toList();
        Report report = stand.with(recording.withCalls(other)).replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.DIVERGED);
        assertThat(report.findings()).anyMatch(f -> f.contains("redacted values") && f.contains("event: $.body(json).email"));
    }

    @Test
    void digestOfWhatWasRedacted_isBoundAndFindsTheItem() {
        Report report = profile(true).replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.CLEAN);
        assertThat(report.bindings()).anyMatch(b -> b.reason().equals("fed a redacted value"));
    }

    private static Stand watched(String second, String outcome) {
        Tape tape = new Tape();
        tape.run("watch", REQUEST, 0, 1100, body(""))
                .call("GetItem", "'Key':{" + COUNTER + "},'ConsistentRead':true", counter(1), 10, 20)
                .call("GetItem", "'Key':{" + COUNTER + "},'ConsistentRead':true", second, 1030, 1040)
                .returns("{'statusCode':200,'body':'" + outcome + "'}");
        return Stand.of("watch", tape);
    }

    @Test
    void writeBySomebodyOutOfScope_isPlayed() {
        Stand stand = watched(counter(9), "moved");
        assertThat(stand.recording().state().foreignWrites()).hasSize(1);
        Report report = stand.replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.CLEAN);
        assertThat(report.findings()).anyMatch(f -> f.contains("somebody out of scope wrote"));
    }

    @Test
    void writeBySomebodyOutOfScope_notPlayed_divergesAtTheRead() {
        Report report = watched(counter(9), "moved").withItemsOnly().replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.DIVERGED);
        assertThat(report.problem().detail()).contains("`things` answered `GetItem`");
    }

    @Test
    void nobodyWrote_isNoForeignWrite() {
        Stand stand = watched(counter(1), "still");
        assertThat(stand.recording().state().foreignWrites()).isEmpty();
        assertThat(stand.replay().outcome()).isEqualTo(Outcome.CLEAN);
    }

    @Test
    void askingWhileSomebodyWrites_isAGap() {
        Report report = watched(counter(9), "moved").replayed("watch-thrice");
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(((Problem.Missing) report.problem()).gap().kind()).isEqualTo(Gap.Kind.FOREIGN_WRITE);
    }

    private static Stand raised() {
        Tape tape = new Tape();
        tape.run("raise", REQUEST, 0, 100, body(""))
                .call("GetItem", "'Key':{" + COUNTER + "},'ConsistentRead':true", counter(1), 10, 20)
                .call("PutItem", "'Item':{" + COUNTER + ",'n':{'N':'2'}}", "{}", 30, 40)
                .call("GetItem", "'Key':{" + COUNTER + "}", counter(1), 50, 60)
                .raises("RangeError");
        return Stand.of("raise", tape);
    }

    @Test
    void eventuallyConsistentRead_isStaleAgain() {
        Stand stand = raised();
        assertThat(stand.recording().state().staleReads()).hasSize(1);
        Report report = stand.replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.REPRODUCED);
        Report latest = stand.withItemsOnly().replay();
        assertThat(latest.outcome()).as(explained(latest)).isEqualTo(Outcome.DIVERGED);
    }

    @Test
    void readMadeConsistent_seesTheLatest() {
        Report report = raised().replayed("raise-consistent");
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.PASSES);
    }

    private static Stand counted(int afterwards) {
        String count = "'Key':{" + COUNTER + "},'UpdateExpression':'ADD n :one','ExpressionAttributeValues':{':one':{'N':'1'}},"
                + "'ReturnValues':'ALL_NEW'";
        Tape tape = new Tape();
        tape.run("impatient", REQUEST, 0, 900, body(""))
                .call("GetItem", "'Key':{" + COUNTER + "},'ConsistentRead':true", counter(1), 5, 15)
                .lost("UpdateItem", count, 20, 320)
                .call("UpdateItem", count, "{'Attributes':{" + COUNTER + ",'n':{'N':'" + afterwards + "'}}}", 330, 350)
                .returns("{'statusCode':200,'body':'" + afterwards + "'}");
        return Stand.of("impatient", tape);
    }

    @Test
    void answerLostAfterItsEffect_thatALaterAnswerShows_isReproduced() {
        Report report = counted(3).replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.REPRODUCED);
        assertThat(report.signature().entries()).singleElement().satisfies(entry -> assertThat(entry.kind()).isEqualTo("duplicate-effect"));
    }

    @Test
    void answerLost_andNothingShowsWhetherItTookEffect_isAGap() {
        Report report = counted(2).replay();
        assertThat(report.outcome()).as(explained(report)).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(report.gaps()).anyMatch(gap -> gap.kind() == Gap.Kind.UNKNOWN_EFFECT);
    }
}
