package dev.tapedeck.capture;

import dev.tapedeck.recording.Gap;
import dev.tapedeck.recording.Invocation;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an id on the command line takes: first what a field means by it, then ids, then text, and never everything. */
class SeedsTest {

    private static Made orders(int count) {
        Made made = new Made();
        for (int i = 1; i <= count; i++) {
            String body = "{\"correlationId\":\"o" + i + "\",\"shopId\":\"berlin\",\"note\":\"batch 7 of run-" + i + "x\"}";
            made.run("order", i, 10 * i, body).at(i * 100L, i * 100L + 20);
            made.send("order", i, 10 * i + 1, 10 * i, new Made.Sqs("jobs", "m-" + i, body)).at(i * 100L + 5, i * 100L + 9);
            made.run("pay", 1000 + i, 10 * i + 2, Made.sqsEvent("jobs", "m-" + i, body)).at(i * 100L + 30, i * 100L + 50);
        }
        return made;
    }

    private static Extracted cut(Made made, Scope scope) {
        return Extraction.cut(made.index(), scope, Scope.Hints.NONE);
    }

    @Test
    void correlation_field_winsOverEverythingElse() {
        Made made = orders(3);
        made.run("other", 50, 500, "{\"correlationId\":\"zz\",\"text\":\"about o1 and o2\"}");
        Extracted cut = cut(made, Scope.correlation("o1"));
        assertThat(cut.recording().invocations()).extracting(Invocation::function).containsExactly("order", "pay");
        assertThat(cut.notes()).isEmpty();
        assertThat(cut.recording().labels()).containsEntry("correlationId", "o1");
    }

    @Test
    void correlation_shortIdThatNoFieldHolds_isRefused() {
        assertThatThrownBy(() -> cut(orders(3), Scope.correlation("7"))).isInstanceOf(CaptureException.class)
                .hasMessageContaining("in text anything may spell that");
        assertThatThrownBy(() -> cut(orders(3), Scope.correlation(""))).isInstanceOf(CaptureException.class);
    }

    @Test
    void correlation_idOfAMessage_takesItsWorkflow_andSaysSo() {
        Extracted cut = cut(orders(3), Scope.correlation("m-2"));
        assertThat(cut.recording().invocations()).extracting(Invocation::function).containsExactly("order", "pay");
        assertThat(cut.recording().labels()).containsEntry("correlationId", "o2");
        assertThat(cut.notes()).singleElement().asString().contains("taken for the id of a trace, span, request or message");
    }

    @Test
    void correlation_wordInText_takesWhatMentionsIt_andSaysSo() {
        Extracted cut = cut(orders(3), Scope.correlation("run-3x"));
        assertThat(cut.recording().invocations()).hasSize(2);
        assertThat(cut.notes()).singleElement().asString().contains("2 invocations whose text mentions it");
    }

    @Test
    void correlation_wordThatStandsEverywhere_isRefused() {
        assertThatThrownBy(() -> cut(orders(60), Scope.correlation("berlin"))).isInstanceOf(CaptureException.class)
                .hasMessageContaining("120 invocations mentions it, more than 100");
    }

    @Test
    void correlation_fieldNamedByTheUser_isOne() {
        Extracted cut = Extraction.cut(orders(3).index(), Scope.correlation("berlin"), new Scope.Hints(List.of("shop_id")));
        assertThat(cut.recording().invocations()).hasSize(6);
        assertThat(cut.notes()).isEmpty();
    }

    @Test
    void tenant_fieldOfNoUsualName_isTakenByItsWholeValue() {
        Extracted cut = cut(orders(3), Scope.tenant("berlin"));
        assertThat(cut.recording().invocations()).hasSize(6);
        assertThat(cut.notes()).singleElement().asString().contains("no field that is known to name a tenant");
        assertThatThrownBy(() -> cut(orders(3), Scope.tenant("ber"))).isInstanceOf(CaptureException.class);
    }

    @Test
    void extract_messageWithoutASender_isAGap() {
        Made made = new Made();
        made.run("pay", 1, 1, Made.sqsEvent("jobs", "m-1", "{\"correlationId\":\"o1\"}"));
        assertThat(cut(made, Scope.correlation("o1")).recording().gaps()).filteredOn(g -> g.kind() == Gap.Kind.UNCONNECTED).singleElement()
                .satisfies(gap -> assertThat(gap.detail()).isEqualTo("who sent a message of jobs to pay is not known"));
    }

    @Test
    void extract_droppedCorrelationField_isAGapOfWhoDroppedIt() {
        Made made = new Made();
        made.run("order", 1, 1, "{\"correlationId\":\"o1\"}").at(0, 50);
        made.send("order", 1, 2, 1, new Made.Sqs("jobs", "m-1", "{\"n\":1}")).at(10, 20);
        made.run("pay", 2, 3, Made.sqsEvent("jobs", "m-1", "{\"n\":1}")).at(60, 80);
        made.send("pay", 2, 4, 3, new Made.Sqs("mails", "m-2", "{\"n\":1}")).at(65, 70);
        made.run("mail", 3, 5, Made.sqsEvent("mails", "m-2", "{\"n\":1}")).at(90, 95);
        Extracted cut = cut(made, Scope.correlation("o1"));
        assertThat(cut.recording().invocations()).hasSize(3);
        assertThat(cut.recording().gaps()).filteredOn(g -> g.kind() == Gap.Kind.MISSING_CORRELATION_FIELD).singleElement()
                .satisfies(gap -> assertThat(gap.component()).isEqualTo("order"));
        assertThat(made.symptoms().findings()).filteredOn(f -> f.kind() == SymptomReport.FindingKind.LOST_CONTEXT).singleElement()
                .satisfies(f -> {
                    assertThat(f.component()).isEqualTo("order");
                    assertThat(f.operation()).isEqualTo("jobs");
                    assertThat(f.workflows()).extracting(SymptomReport.Affected::correlationId).containsExactly("o1");
                });
    }

    @Test
    void extract_correlationFieldInMessageAttributes_isNotDropped() {
        Made made = new Made();
        made.run("order", 1, 1, "{\"correlationId\":\"o1\"}").at(0, 50);
        made.send("order", 1, 2, 1, new Made.Sqs("jobs", "m-1", "{\"n\":1}")).at(10, 20);
        String event = Made.sqsEvent("jobs", "m-1", "{\"n\":1}").replace("\"attributes\":{}",
                "\"attributes\":{},\"messageAttributes\":{\"correlation_id\":{\"stringValue\":\"o1\",\"dataType\":\"String\"}}");
        made.run("pay", 2, 3, event).at(60, 80);
        assertThat(made.symptoms().findings()).isEmpty();
    }
}
