package dev.tapedeck.redaction;

import dev.tapedeck.recording.Component;
import dev.tapedeck.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The name of a component stays; where it tells a tenant that is replaced elsewhere, a policy has to say so by that very name. */
class ComponentNamesTest {

    private static final String QUEUE = "orders-acme-north";

    private static Recording recording() {
        Incident incident = Incident.of("{\"tenant\":\"acme-north\",\"contact\":\"vera@south.example\"}");
        incident.queueInput.put("QueueUrl", "https://sqs.eu-west-1.amazonaws.com/123456789012/" + QUEUE);
        Recording r = incident.recording();
        List<Component> components = new ArrayList<>(r.components());
        components.add(Component.of(QUEUE, Component.Kind.QUEUE));
        return new Recording(r.labels(), r.from(), r.to(), components, r.messages(), r.deliveries(), r.invocations(), r.calls(), r.links(),
                r.spans(), r.logs(), r.state(), r.environment(), r.gaps(), r.invariants());
    }

    private static Redacted redacted(String policy) {
        Policy.Reading read = Policy.read("policy.yaml", "version: 1\n" + policy);
        assertThat(read).isInstanceOf(Policy.Valid.class);
        return Redaction.apply(recording(), ((Policy.Valid) read).policy(), PseudonymKey.of(new byte[PseudonymKey.BYTES]), Literals.NONE);
    }

    private static LeakGate.Verdict gate(Redacted redacted) {
        return LeakGate.check(Incident.entries(redacted), redacted.replaced());
    }

    @Test
    void nameThatTellsATenant_isRefused_andNamed() {
        Redacted redacted = redacted("");
        assertThat(gate(redacted)).isInstanceOf(LeakGate.Leaks.class);
        assertThat(redacted.replaced().within(List.of("invoices", QUEUE))).containsExactly(QUEUE);
    }

    @Test
    void keptByItsName_isLet_andTheTenantIsReplacedElsewhereAllTheSame() {
        Redacted redacted = redacted("keep: [\"" + Policy.keepingName(QUEUE) + "\"]\n");
        assertThat(gate(redacted)).isInstanceOf(LeakGate.Clean.class);
        assertThat(redacted.recording().invocations().getFirst().event().value().path("tenant").asString()).isNotEqualTo("acme-north")
                .isNotEmpty();
        assertThat(redacted.redactionJson().path("policy").path("keep").toString()).contains(QUEUE);
    }

    @Test
    void widerPattern_orADrop_doesNotLetIt() {
        for (String policy : List.of("keep: [\"/components/**\"]\n", "keep: [\"/components/*\"]\n", "keep: [\"/components/orders-*\"]\n",
                "keep: [\"/components/" + QUEUE + "\"]\ndrop: [\"/components/**\"]\n")) {
            assertThat(gate(redacted(policy))).as(policy).isInstanceOf(LeakGate.Leaks.class);
        }
    }

    @Test
    void keptByItsName_doesNotLetOthersLeak() {
        Redacted redacted = redacted("keep: [\"/components/" + QUEUE + "\"]\n");
        var entries = Incident.entries(redacted);
        entries.put("events/more.jsonl", "{\"note\":\"vera@south.example\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(LeakGate.check(entries, redacted.replaced())).isInstanceOf(LeakGate.Leaks.class);
    }
}
