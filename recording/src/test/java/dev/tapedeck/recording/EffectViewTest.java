package dev.tapedeck.recording;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class EffectViewTest {

    private static final Name RUN = Naming.invocation("post", List.of(Naming.root("q", "1")));
    private static final Moment START = Moment.ofEpochMillis(1_000);

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    private static Call call(int ordinal, String target, String service, String operation, String input, Call.Answer answer,
            Call.Evidence evidence) {
        return new Call(Naming.call(RUN, target, operation, ordinal), 1, RUN, ordinal, target, service, operation,
                Payload.whole(json(input)), answer, START.plusNanos(ordinal), START.plusNanos(ordinal + 1L),
                new Call.Effect(evidence, null));
    }

    private static Call.Answer answered(int status, String body) {
        return new Call.Answered(status, Json.object(), Payload.whole(json(body)));
    }

    private static Call write(int ordinal, String operation, String input, String answer) {
        return call(ordinal, "orders", "dynamodb", operation, input, answered(200, answer), Call.Evidence.ANSWERED);
    }

    private static Recording recording(Call... calls) {
        Invocation run = new Invocation(RUN, "post", "r", 1, List.of(), null, false, 0, START, START, Payload.absent(),
                new Invocation.Returned(Payload.whole(json("{'n':1.5}"))), calls.length, Rung.VALUES);
        return new Recording(new TreeMap<>(), START, START, List.of(), List.of(), List.of(), List.of(run), List.of(calls), List.of(),
                List.of(), List.of(), InitialState.EMPTY, Environment.UNKNOWN, List.of(), List.of());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Recording recording, String name) {
        return (List<Map<String, Object>>) EffectView.of(recording).get(name);
    }

    private static Object state(Call... calls) {
        return ((Map<?, ?>) EffectView.of(recording(calls)).get("state")).get("orders");
    }

    @Test
    void calls_lostAnswer_happenedWithoutBeingOk() {
        var call = list(recording(call(1, "ledger", "http", "POST /entries", "{}", new Call.Failed("timeout"), Call.Evidence.SERVER)),
                "calls").getFirst();
        assertThat(call).containsEntry("ok", false).containsEntry("happened", true).containsEntry("status", 0L)
                .containsEntry("error", "timeout").containsEntry("component", "post").containsEntry("output", Map.of());
    }

    @Test
    void calls_refusedByTarget_didNotHappen() {
        var call = list(recording(call(1, "orders", "dynamodb", "PutItem", "{}",
                answered(400, "{'__type':'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException'}"), Call.Evidence.ANSWERED)),
                "calls").getFirst();
        assertThat(call).containsEntry("happened", false).containsEntry("error", "ConditionalCheckFailedException");
    }

    @Test
    void calls_sameIdempotencyKey_areRepeats() {
        String first = "{'headers':{'idempotency-key':'k1'},'body':{}}";
        String other = "{'headers':{'idempotency-key':'k2'},'body':{}}";
        var calls = list(recording(call(1, "l", "http", "POST /e", first, new Call.Failed("timeout"), Call.Evidence.SERVER),
                call(2, "l", "http", "POST /e", first, answered(200, "{}"), Call.Evidence.ANSWERED),
                call(3, "l", "http", "POST /e", other, answered(201, "{}"), Call.Evidence.ANSWERED)), "calls");
        assertThat(calls).extracting(c -> c.get("repeat")).containsExactly(false, true, false);
    }

    @Test
    void calls_sameKeyAfterNothingHappened_isNoRepeat() {
        String input = "{'headers':{'idempotency-key':'k1'}}";
        var calls = list(recording(call(1, "l", "http", "POST /e", input, new Call.Failed("timeout"), Call.Evidence.UNKNOWN),
                call(2, "l", "http", "POST /e", input, answered(201, "{}"), Call.Evidence.ANSWERED)), "calls");
        assertThat(calls).extracting(c -> c.get("repeat")).containsExactly(false, false);
    }

    @Test
    void invocations_numbers_arePlain() {
        assertThat(list(recording(), "invocations").getFirst()).containsEntry("result", Map.of("n", 1.5d)).containsEntry("ok", true)
                .containsEntry("attempt", 1L).containsKeys("instance", "cold");
    }

    @Test
    void state_putThenUpdate_isTheItemAfterwards() {
        assertThat(state(write(1, "PutItem", "{'Item':{'id':{'S':'a'},'n':{'N':'1'},'gone':{'S':'x'}}}", "{}"),
                write(2, "UpdateItem", "{'Key':{'id':{'S':'a'}},'UpdateExpression':'SET #s = :s, n = n + :one REMOVE gone',"
                        + "'ExpressionAttributeNames':{'#s':'status'},'ExpressionAttributeValues':{':s':{'S':'DONE'},':one':{'N':'1'}}}",
                        "{}")))
                .isEqualTo(List.of(Map.of("id", "a", "n", 2L, "status", "DONE")));
    }

    @Test
    void state_putOverwritesWhatAnUpdateWrote() {
        assertThat(state(write(1, "UpdateItem",
                "{'Key':{'id':{'S':'a'}},'UpdateExpression':'SET paid = :p','ExpressionAttributeValues':{':p':{'BOOL':true}}}", "{}"),
                write(2, "PutItem", "{'Item':{'id':{'S':'a'},'posted':{'BOOL':true}}}", "{}")))
                .isEqualTo(List.of(Map.of("id", "a", "posted", true)));
    }

    @Test
    void state_imageInTheAnswer_isBelievedOverTheExpression() {
        assertThat(state(write(1, "UpdateItem", "{'Key':{'id':{'S':'a'}},'ReturnValues':'ALL_NEW','UpdateExpression':'ADD n :one',"
                + "'ExpressionAttributeValues':{':one':{'N':'1'}}}", "{'Attributes':{'id':{'S':'a'},'n':{'N':'7'}}}")))
                .isEqualTo(List.of(Map.of("id", "a", "n", 7L)));
    }

    @Test
    void state_sumOverUnknownValue_isLeftOut() {
        assertThat(state(write(1, "UpdateItem", "{'Key':{'id':{'S':'a'}},'UpdateExpression':'SET n = n + :one, k = :one',"
                + "'ExpressionAttributeValues':{':one':{'N':'1'}}}", "{}"))).isEqualTo(List.of(Map.of("id", "a", "k", 1L)));
    }

    @Test
    void state_deleted_isGone() {
        assertThat(state(write(1, "PutItem", "{'Item':{'id':{'S':'a'}}}", "{}"), write(2, "DeleteItem", "{'Key':{'id':{'S':'a'}}}", "{}")))
                .isEqualTo(List.of());
    }

    @Test
    void state_transaction_appliesEveryAction() {
        Call call = call(1, "", "dynamodb", "TransactWriteItems",
                "{'TransactItems':[{'Put':{'TableName':'orders','Item':{'id':{'S':'a'}}}},"
                        + "{'Update':{'TableName':'orders','Key':{'id':{'S':'b'}},'UpdateExpression':'SET tags = list_append(if_not_exists(tags, :e), :t)',"
                        + "'ExpressionAttributeValues':{':e':{'L':[]},':t':{'L':[{'S':'x'}]}}}}]}",
                answered(200, "{}"), Call.Evidence.ANSWERED);
        assertThat(state(call)).isEqualTo(List.of(Map.of("id", "a"), Map.of("id", "b")));
    }

    @Test
    void state_failedWrite_isNotThere() {
        assertThat(EffectView.of(recording(call(1, "orders", "dynamodb", "PutItem", "{'Item':{'id':{'S':'a'}}}",
                new Call.Failed("timeout"), Call.Evidence.UNKNOWN))).get("state")).isEqualTo(Map.of());
    }
}
