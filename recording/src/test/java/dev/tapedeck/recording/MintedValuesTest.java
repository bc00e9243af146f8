package dev.tapedeck.recording;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What came into being within the window, and what merely looks like it. */
class MintedValuesTest {

    private static final Name RUN = Naming.root("test", "run");
    private static final Name CALL = Naming.call(RUN, "orders", "PutItem", 0);
    private static final String DRAWN = "7d9f3a52-0f6e-4a51-9b1e-3f2c5d6e7f80";

    private static MintedValues sent(String recordedId) {
        Message message = new Message(Naming.root("test", recordedId), "billing", new Message.Emitted(CALL, 1, 0), recordedId, "",
                Payload.absent(), new TreeMap<>(), new Moment(1));
        return new MintedValues(List.of(message), List.of(), List.of(), List.of());
    }

    private static ObjectNode key(String text) {
        ObjectNode key = Json.object();
        key.putObject("id").put("S", text);
        return key;
    }

    @Test
    void in_keyThatHoldsAMintedId_isNew() {
        assertThat(sent("m-17").in(key("m-17"))).isTrue();
        assertThat(sent("m-17").in(key("ORDER#m-17#LINE"))).isTrue();
        assertThat(sent("m-17").in(key("xm-17, m-17"))).as("where the first place is part of another word").isTrue();
    }

    @Test
    void in_keyThatHoldsItWithinALongerWord_isNotNew() {
        assertThat(sent("m-17").in(key("m-171"))).isFalse();
        assertThat(sent("m-17").in(key("xm-17"))).isFalse();
        assertThat(sent("m-17").in(key("m-1"))).isFalse();
    }

    @Test
    void has_valueBehindALineBreak_isFoundInTheTextThatTheTreeHolds() {
        Call call = new Call(CALL, 1, RUN, 1, "orders", "dynamodb", "PutItem",
                Payload.whole(Json.object().put("note", "first line\n" + DRAWN).put("n", 5)),
                new Call.Unrecorded(), new Moment(1), new Moment(2), new Call.Effect(Call.Evidence.UNKNOWN, null));
        MintedValues minted = new MintedValues(List.of(), List.of(), List.of(), List.of(call));
        assertThat(minted.has(DRAWN)).isTrue();
        assertThat(minted.mentions("first line")).isFalse();
    }
}
