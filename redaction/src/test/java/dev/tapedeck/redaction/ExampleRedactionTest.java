package dev.tapedeck.redaction;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Recording;
import dev.tapedeck.recording.RecordingCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.validator.routines.IBANValidator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Every workflow of the example's recording: nothing personal left, everything that the handlers validate and compare still in place. */
class ExampleRedactionTest {
    private static final Map<Recording, Redacted> WORKFLOWS = new java.util.LinkedHashMap<>();
    private static final int MOST = 30;

    @BeforeAll
    static void redact() {
        ExampleRecording example = new ExampleRecording();
        Literals literals = ExampleRecording.literals();
        example.correlationIds().stream().limit(MOST).map(example::workflow)
                .forEach(workflow -> WORKFLOWS.put(workflow,
                        Redaction.apply(workflow, Policy.DEFAULT, PseudonymKey.of(new byte[PseudonymKey.BYTES]), literals)));
    }

    private static JsonNode request(Recording recording) {
        return Json.parseOrString(recording.invocations().stream().filter(i -> i.function().equals("submit-invoice")).findFirst()
                .orElseThrow().event().value()
                .path("body").asString());
    }

    @Test
    void apply_everyWorkflow_passesTheGate() {
        assertThat(WORKFLOWS).hasSizeGreaterThan(20);
        WORKFLOWS.values().forEach(
                redacted -> assertThat(LeakGate.check(Incident.entries(redacted), redacted.replaced())).isInstanceOf(LeakGate.Clean.class));
    }

    @Test
    void check_theRawRecordingAgainstItsOwnValues_isRefused() {
        WORKFLOWS.forEach((raw, redacted) -> assertThat(LeakGate.check(RecordingCodec.encode(raw), redacted.replaced()))
                .isInstanceOf(LeakGate.Leaks.class));
    }

    /** What does not change is shared by both. */
    @Test
    void apply_recording_isNotWrittenInto() {
        ExampleRecording example = new ExampleRecording();
        Recording recording = example.workflow(example.correlationIds().getFirst());
        SortedMap<String, byte[]> before = RecordingCodec.encode(recording);
        Redaction.apply(recording, Policy.DEFAULT, PseudonymKey.of(new byte[PseudonymKey.BYTES]), ExampleRecording.literals());
        SortedMap<String, byte[]> after = RecordingCodec.encode(recording);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) -> assertThat(new String(after.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8)).as(name)
                .isEqualTo(new String(bytes, StandardCharsets.UTF_8)));
    }

    @Test
    void apply_everyWorkflow_leavesNothingPersonalBehind() {
        WORKFLOWS.forEach((raw, redacted) -> {
            JsonNode body = request(raw);
            JsonNode customer = body.path("customer");
            String text = Incident.text(redacted).toLowerCase(Locale.ROOT);
            List<String> personal = new ArrayList<>(
                    List.of(customer.path("email").asString(), customer.path("iban").asString(), customer.path("phone").asString(),
                            customer.path("name").asString(), customer.path("address").path("street").asString(),
                            body.path("invoiceNumber").asString(),
                            body.path("payment").path("cardNumber").asString(""), body.path("payment").path("token").asString(""),
                            body.path("notes").asString(), "493827160514"));
            personal.removeIf(String::isEmpty);
            personal.forEach(value -> assertThat(text).doesNotContain(value.toLowerCase(Locale.ROOT)));
        });
    }

    @Test
    void apply_sealedInvariants_speakOfTheOperationsThatTheCallsHave() {
        ExampleRecording example = new ExampleRecording();
        Recording raw = example.workflow("697c1a18-715e-493f-a2cc-ca68876621c7");
        assertThat(raw.invariants()).anyMatch(i -> i.expression().contains("\"POST /entries\""));
        for (Literals literals : List.of(Literals.NONE, ExampleRecording.literals())) {
            Recording redacted = Redaction.apply(raw, Policy.DEFAULT, PseudonymKey.of(new byte[PseudonymKey.BYTES]), literals).recording();
            assertThat(redacted.calls()).anyMatch(call -> call.operation().equals("POST /entries"));
            assertThat(redacted.invariants()).anyMatch(i -> i.expression().contains("c.operation == \"POST /entries\""));
        }
    }

    @Test
    void apply_invariantsOfATenant_stillTellWorkflowsApart() {
        Recording raw = new ExampleRecording().tenant("alpenblick-hotels");
        Recording redacted = Redaction
                .apply(raw, Policy.DEFAULT, PseudonymKey.of(new byte[PseudonymKey.BYTES]), ExampleRecording.literals())
                .recording();
        String expression = redacted.invariants().getFirst().expression();
        assertThat(expression).contains("has(m.body.correlationId) && m.body.correlationId == ");
        String id = expression.replaceFirst("(?s).*?m\\.body\\.correlationId == \"([^\"]+)\".*", "$1");
        assertThat(redacted.messages())
                .anyMatch(m -> m.type().equals("InvoiceSubmitted") && m.body().value().path("correlationId").asString("")
                        .equals(id));
        assertThat(redacted.calls()).anyMatch(c -> c.operation().equals("POST /entries") && c.input().value().path("headers").path(
                "x-correlation-id").asString("").equals(id));
        assertThat(expression).contains("dyn(c.input.headers[\"x-correlation-id\"]) == \"" + id + "\"");
    }

    @Test
    void apply_everyWorkflow_isStillWhatTheHandlersAccept() {
        WORKFLOWS.forEach((raw, redacted) -> {
            JsonNode before = request(raw);
            JsonNode after = request(redacted.recording());
            assertThat(IBANValidator.getInstance().isValid(after.path("customer").path("iban").asString())).isTrue();
            assertThat(after.path("customer").path("email").asString()).matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
            assertThat(after.path("customer").path("name").asString()).isNotBlank();
            for (String kept : List.of("currency", "amountMinor")) {
                assertThat(after.path(kept)).isEqualTo(before.path(kept));
            }
            assertThat(after.path("payment").path("method")).isEqualTo(before.path("payment").path("method"));
            String card = after.path("payment").path("cardNumber").asString("");
            assertThat(card.isEmpty() || Cards.isCard(card)).isTrue();
            assertThat(Json.parse(after.path("metadata").asString()).path("crm").path("contact").path("email"))
                    .isEqualTo(after.path("customer").path("email"));
        });
    }

    /** Every value that occurs at two places of the raw recording occurs at the same two places of the redacted one. */
    @Test
    void apply_everyWorkflow_keepsItsJoins() {
        WORKFLOWS.forEach((raw, redacted) -> {
            SortedMap<String, SortedSet<String>> made = new TreeMap<>();
            List<JsonNode> before = bodies(raw);
            List<JsonNode> after = bodies(redacted.recording());
            for (int i = 0; i < before.size(); i++) {
                pair(before.get(i), after.get(i), made);
            }
            assertThat(made).hasSizeGreaterThan(20);
            made.forEach((value, replacements) -> assertThat(replacements).as("replacements of one value").hasSize(1));
            assertThat(made.values().stream().map(SortedSet::first).distinct()).hasSize(made.size());
        });
    }

    private static List<JsonNode> bodies(Recording recording) {
        List<JsonNode> bodies = new ArrayList<>();
        recording.invocations().forEach(invocation -> bodies.add(invocation.event().value()));
        for (Call call : recording.calls()) {
            bodies.add(call.input().value());
            if (call.answer() instanceof Call.Answered answered) {
                bodies.add(answered.body().value());
            }
        }
        return bodies;
    }

    private static void pair(JsonNode before, JsonNode after, SortedMap<String, SortedSet<String>> made) {
        JsonNode inside = before.isString() ? Json.parseOrString(before.asString()) : before;
        if (!inside.isString() && before.isString()) {
            pair(inside, Json.parseOrString(after.asString()), made);
        } else if (before.isObject()) {
            assertThat(after.propertyNames()).isEqualTo(before.propertyNames());
            before.properties().forEach(entry -> {
                if (!entry.getKey().toLowerCase(Locale.ROOT).startsWith("md5of") && !entry.getKey().equals("authorization")
                        && !entry.getKey().equals("content-length")) {
                    pair(entry.getValue(), after.get(entry.getKey()), made);
                }
            });
        } else if (before.isArray()) {
            for (int i = 0; i < before.size(); i++) {
                pair(before.get(i), after.get(i), made);
            }
        } else if (before.isString() && before.asString().length() > 5) {
            made.computeIfAbsent(before.asString(), b -> new TreeSet<>()).add(after.asString());
        }
    }

    @Test
    void apply_everyWorkflow_composesTheNotificationAsTheHandlerWould() {
        List<String> texts = new ArrayList<>();
        WORKFLOWS.values()
                .forEach(redacted -> redacted.recording().calls().stream()
                        .map(call -> call.input().value().path("Item").path("text").path("S").asString(""))
                        .filter(text -> !text.isEmpty()).forEach(text -> {
                            JsonNode request = request(redacted.recording());
                            assertThat(text)
                                    .startsWith("Dear " + request.path("customer").path("name").asString() + ", your invoice "
                                            + request.path("invoiceNumber").asString() + " over ")
                                    .endsWith("We will write to " + request.path("customer").path("email").asString() + " only.");
                            texts.add(text);
                        }));
        assertThat(texts).isNotEmpty();
    }

    @Test
    void apply_withoutCode_passesTheGateAsWell() {
        WORKFLOWS.keySet().stream().limit(8).forEach(raw -> {
            Redacted redacted = Redaction.apply(raw, Policy.DEFAULT, PseudonymKey.of(new byte[PseudonymKey.BYTES]), Literals.NONE);
            assertThat(LeakGate.check(Incident.entries(redacted), redacted.replaced())).isInstanceOf(LeakGate.Clean.class);
            assertThat(new String(RecordingCodec.encode(redacted.recording()).getOrDefault("recording.jsonl", new byte[0]),
                    StandardCharsets.UTF_8)).contains("InvoiceSubmitted",
                            "customer", "invoiceId");
        });
    }
}
