package dev.tapedeck.capture;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.InitialState;
import dev.tapedeck.recording.InitialState.Existence;
import dev.tapedeck.recording.InitialState.Provenance;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.MintedValues;
import dev.tapedeck.recording.Moment;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import dev.tapedeck.recording.Payload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StateSolverTest {

    private static final Name RUN = Naming.root("test", "run");
    private static final String KEY = "'Key':{'id':{'S':'a'}}";

    private final List<Call> calls = new ArrayList<>();

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private Call call(String operation, String input, Call.Answer answer, long start, long end) {
        boolean lost = answer instanceof Call.Failed;
        Call call = new Call(Naming.call(RUN, "orders", operation, calls.size()), 1, RUN, calls.size() + 1, "orders", "dynamodb", operation,
                Payload.whole(Json.parse(json("{" + input + "}"))), answer, Moment.ofEpochMillis(start), Moment.ofEpochMillis(end),
                new Call.Effect(lost ? Call.Evidence.UNKNOWN : Call.Evidence.ANSWERED, null));
        calls.add(call);
        return call;
    }

    private static Call.Answer answer(int status, String body) {
        return new Call.Answered(status, Json.object(), Payload.whole(Json.parse(json(body))));
    }

    private Call get(String item, boolean consistent, long start, long end) {
        return call("GetItem", KEY + (consistent ? ",'ConsistentRead':true" : ""),
                answer(200, item.isEmpty() ? "{}" : "{'Item':" + item + "}"),
                start, end);
    }

    private Call put(String item, long start, long end) {
        return call("PutItem", "'Item':" + item, answer(200, "{}"), start, end);
    }

    private static String item(String n) {
        return "{'id':{'S':'a'},'n':{'N':'" + n + "'}}";
    }

    private StateSolver.Solved solve() {
        return StateSolver.solve(calls, new MintedValues(List.of(), List.of(), List.of(), calls));
    }

    private InitialState.Item only() {
        assertThat(solve().state().items()).hasSize(1);
        return solve().state().items().getFirst();
    }

    @Test
    void solve_readBeforeWrite_isObserved() {
        get(item("1"), true, 1, 2);
        put(item("2"), 3, 4);
        assertThat(only().existence()).isEqualTo(Existence.PRESENT);
        assertThat(only().attributes().get("n")).isEqualTo(new InitialState.Value(Json.parse(json("{'N':'1'}")), Provenance.OBSERVED));
    }

    @Test
    void solve_emptyRead_isAbsent() {
        get("", true, 1, 2);
        put(item("2"), 3, 4);
        get(item("2"), true, 5, 6);
        assertThat(only().existence()).isEqualTo(Existence.ABSENT);
        assertThat(solve().state().foreignWrites()).isEmpty();
    }

    @Test
    void solve_conditionThatHeld_implies() {
        call("PutItem", "'Item':" + item("1") + ",'ConditionExpression':'attribute_not_exists(id)'", answer(200, "{}"), 1, 2);
        assertThat(only().existence()).isEqualTo(Existence.ABSENT);
        assertThat(only().provenance()).isEqualTo(Provenance.IMPLIED_BY_CONDITION);
    }

    @Test
    void solve_equalityThatHeld_impliesTheAttribute() {
        call("UpdateItem", KEY + ",'UpdateExpression':'SET #s = :new','ConditionExpression':'#s = :old',"
                + "'ExpressionAttributeNames':{'#s':'status'},'ExpressionAttributeValues':{':old':{'S':'OPEN'},':new':{'S':'DONE'}}",
                answer(200, "{}"), 1, 2);
        assertThat(only().attributes().get("status"))
                .isEqualTo(new InitialState.Value(Json.parse(json("{'S':'OPEN'}")), Provenance.IMPLIED_BY_CONDITION));
    }

    @Test
    void solve_oldImage_isObserved() {
        call("PutItem", "'Item':" + item("2") + ",'ReturnValues':'ALL_OLD'", answer(200, "{'Attributes':" + item("1") + "}"), 1, 2);
        assertThat(only().attributes()).containsKey("n");
    }

    @Test
    void solve_newImage_tellsOfWhatTheWriteLeftAlone() {
        call("UpdateItem",
                KEY + ",'ReturnValues':'ALL_NEW','UpdateExpression':'SET paid = :p','ExpressionAttributeValues':{':p':{'BOOL':true}}",
                answer(200, "{'Attributes':{'id':{'S':'a'},'n':{'N':'1'},'paid':{'BOOL':true}}}"), 1, 2);
        assertThat(only().existence()).isEqualTo(Existence.PRESENT);
        assertThat(only().attributes()).containsOnlyKeys("n", "paid");
        assertThat(only().attributes().get("paid").provenance()).isEqualTo(Provenance.UNKNOWN);
        assertThat(only().whole()).isTrue();
    }

    @Test
    void solve_wholeRead_knowsThatThereWasNothingElse() {
        get(item("1"), true, 1, 2);
        assertThat(only().whole()).isTrue();
        calls.clear();
        call("GetItem", KEY + ",'ProjectionExpression':'n'", answer(200, "{'Item':{'n':{'N':'1'}}}"), 1, 2);
        assertThat(only().whole()).isFalse();
    }

    @Test
    void solve_attributeThatABlindUpdateLeftAlone_provesThatTheItemWasThere() {
        call("UpdateItem", KEY + ",'UpdateExpression':'SET paid = :p','ExpressionAttributeValues':{':p':{'BOOL':true}}", answer(200, "{}"),
                1,
                2);
        get("{'id':{'S':'a'},'n':{'N':'1'},'paid':{'BOOL':true}}", true, 3, 4);
        assertThat(only().existence()).isEqualTo(Existence.PRESENT);
        assertThat(only().attributes().get("n").provenance()).isEqualTo(Provenance.OBSERVED);
    }

    @Test
    void solve_blindUpdateAndNothingElseSeen_leavesOpenWhetherItWasThere() {
        call("UpdateItem", KEY + ",'UpdateExpression':'SET paid = :p','ExpressionAttributeValues':{':p':{'BOOL':true}}", answer(200, "{}"),
                1,
                2);
        get("{'id':{'S':'a'},'paid':{'BOOL':true}}", true, 3, 4);
        assertThat(only().existence()).isEqualTo(Existence.UNKNOWN);
        assertThat(only().whole()).isTrue();
    }

    @Test
    void solve_queryOfTheWholePartitionThatDoesNotShowIt_isAbsent() {
        call("Query", "'KeyConditionExpression':'id = :i','ExpressionAttributeValues':{':i':{'S':'a'}}", answer(200, "{'Items':[]}"), 1, 2);
        put(item("2"), 3, 4);
        assertThat(only().existence()).isEqualTo(Existence.ABSENT);
    }

    @Test
    void solve_queryThatFilters_tellsNothingOfWhatItDoesNotShow() {
        call("Query", "'KeyConditionExpression':'id = :i','FilterExpression':'n = :i','ExpressionAttributeValues':{':i':{'S':'a'}}",
                answer(200, "{'Items':[]}"), 1, 2);
        put(item("2"), 3, 4);
        assertThat(only().existence()).isEqualTo(Existence.UNKNOWN);
    }

    @Test
    void solve_blindWriteUnderADigest_mayHaveBeenThereBefore() {
        call("PutItem", "'Item':{'id':{'S':'SEEN#9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'}}", answer(200, "{}"), 1,
                2);
        assertThat(only().existence()).isEqualTo(Existence.UNKNOWN);
    }

    @Test
    void solve_blindWriteUnderAConstant_mayHaveBeenThereBefore() {
        call("PutItem", "'Item':{'id':{'S':'CONFIG#feature-flags-v2-global'}}", answer(200, "{}"), 1, 2);
        assertThat(only().existence()).isEqualTo(Existence.UNKNOWN);
    }

    @Test
    void solve_blindWrite_tellsNothing() {
        put(item("1"), 1, 2);
        assertThat(only().existence()).isEqualTo(Existence.UNKNOWN);
    }

    @Test
    void solve_blindWriteUnderAKeyDrawnInTheWindow_wasNotThere() {
        call("PutItem", "'Item':{'id':{'S':'ORDER#7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80'}}", answer(200, "{}"), 1, 2);
        assertThat(only().existence()).isEqualTo(Existence.ABSENT);
        assertThat(only().provenance()).isEqualTo(Provenance.IMPLIED_BY_KEY);
    }

    @Test
    void solve_valueNobodyWrote_isAForeignWrite() {
        get(item("1"), true, 1, 2);
        Call seen = get(item("9"), true, 5, 6);
        StateSolver.Solved solved = solve();
        assertThat(solved.state().foreignWrites()).singleElement().satisfies(write -> {
            assertThat(write.item()).isEqualTo(Json.parse(json(item("9"))));
            assertThat(write.notBefore()).isEqualTo(Moment.ofEpochMillis(1));
            assertThat(write.notAfter()).isEqualTo(Moment.ofEpochMillis(6));
            assertThat(write.seenBy()).isEqualTo(seen.name());
            assertThat(write.whole()).isTrue();
        });
        assertThat(solved.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.kind()).isEqualTo(Gap.Kind.FOREIGN_WRITE);
            assertThat(gap.subject()).isEqualTo(seen.name());
        });
    }

    @Test
    void solve_eventualReadOfAnEarlierValue_isStale() {
        get(item("1"), true, 1, 2);
        put(item("2"), 3, 4);
        Call stale = get(item("1"), false, 5, 6);
        StateSolver.Solved solved = solve();
        assertThat(solved.state().staleReads()).extracting(InitialState.StaleRead::call).containsExactly(stale.name());
        assertThat(solved.state().foreignWrites()).isEmpty();
    }

    @Test
    void solve_consistentReadOfAnEarlierValue_isAForeignWrite() {
        get(item("1"), true, 1, 2);
        put(item("2"), 3, 4);
        get(item("1"), true, 5, 6);
        assertThat(solve().state().staleReads()).isEmpty();
        assertThat(solve().state().foreignWrites()).hasSize(1);
    }

    @Test
    void solve_readInFlightWithAWrite_isOrderedByWhatItSaw() {
        get(item("1"), true, 1, 2);
        Call write = put(item("2"), 3, 10);
        Call read = get(item("1"), true, 4, 12);
        StateSolver.Solved solved = solve();
        assertThat(solved.state().foreignWrites()).isEmpty();
        assertThat(at(solved, read)).isLessThan(at(solved, write));
    }

    @Test
    void solve_readThatSawAWriteStillInFlight_comesAfterIt() {
        get(item("1"), true, 1, 2);
        Call read = get(item("2"), true, 3, 9);
        Call write = put(item("2"), 4, 20);
        StateSolver.Solved solved = solve();
        assertThat(solved.state().foreignWrites()).isEmpty();
        assertThat(at(solved, write)).isLessThan(at(solved, read));
    }

    private static long at(StateSolver.Solved solved, Call call) {
        Call found = solved.calls().stream().filter(c -> c.name().equals(call.name())).findFirst().orElseThrow();
        return java.util.Objects.requireNonNull(found.effect().at()).epochNanos();
    }

    @Test
    void solve_lostAnswerThatALaterReadShows_happened() {
        get(item("1"), true, 1, 2);
        Call lost = call("PutItem", "'Item':" + item("2"), new Call.Failed("timeout"), 3, 4);
        get(item("2"), true, 5, 6);
        StateSolver.Solved solved = solve();
        assertThat(solved.state().foreignWrites()).isEmpty();
        assertThat(solved.calls().stream().filter(c -> c.name().equals(lost.name())).findFirst().orElseThrow().effect().evidence())
                .isEqualTo(Call.Evidence.SERVER);
    }

    private Call.Evidence counted(int afterwards) {
        String one = KEY + ",'ReturnValues':'ALL_NEW','UpdateExpression':'ADD n :one','ExpressionAttributeValues':{':one':{'N':'1'}}";
        get(item("1"), true, 1, 2);
        Call lost = call("UpdateItem", one, new Call.Failed("timeout"), 3, 4);
        call("UpdateItem", one, answer(200, "{'Attributes':" + item(Integer.toString(afterwards)) + "}"), 5, 6);
        return solve().calls().stream().filter(c -> c.name().equals(lost.name())).findFirst().orElseThrow().effect().evidence();
    }

    @Test
    void solve_lostAnswerThatALaterSumShows_happened() {
        assertThat(counted(3)).isEqualTo(Call.Evidence.SERVER);
        calls.clear();
        assertThat(counted(2)).isEqualTo(Call.Evidence.UNKNOWN);
    }

    @Test
    void solve_lostAnswerThatNothingShows_staysUnknown() {
        get(item("1"), true, 1, 2);
        Call lost = call("PutItem", "'Item':" + item("2"), new Call.Failed("timeout"), 3, 4);
        get(item("1"), true, 5, 6);
        assertThat(solve().calls()).contains(lost);
        assertThat(Evidence.effects(solve().calls())).extracting(Gap::kind).containsExactly(Gap.Kind.UNKNOWN_EFFECT);
    }

    @Test
    void solve_sumOverAnUnknownValue_isAGap() {
        call("UpdateItem", KEY + ",'UpdateExpression':'ADD n :one','ExpressionAttributeValues':{':one':{'N':'1'}}", answer(200, "{}"), 1,
                2);
        assertThat(solve().gaps()).extracting(Gap::kind).containsExactly(Gap.Kind.UNKNOWN_INITIAL_VALUE);
    }

    @Test
    void solve_refusedWriteThatShowsTheItem_isObserved() {
        call("PutItem",
                "'Item':" + item("2") + ",'ReturnValuesOnConditionCheckFailure':'ALL_OLD','ConditionExpression':'attribute_not_exists(id)'",
                answer(400, "{'__type':'x#ConditionalCheckFailedException','Item':" + item("1") + "}"), 1, 2);
        get(item("1"), true, 3, 4);
        assertThat(only().existence()).isEqualTo(Existence.PRESENT);
        assertThat(solve().state().foreignWrites()).isEmpty();
    }

    @Test
    void solve_projectedRead_leavesTheRestOpen() {
        call("GetItem", KEY + ",'ProjectionExpression':'n'", answer(200, "{'Item':{'n':{'N':'1'}}}"), 1, 2);
        get("{'id':{'S':'a'},'n':{'N':'1'},'m':{'N':'2'}}", true, 3, 4);
        assertThat(only().attributes()).containsOnlyKeys("n", "m");
        assertThat(solve().state().foreignWrites()).isEmpty();
    }
}
