package dev.tapedeck.capture;

import dev.tapedeck.recording.Invariant;
import dev.tapedeck.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A tenant's recording holds many workflows; what is broken about each is sealed by itself. */
class TenantTest {

    private static final SortedMap<String, List<Example.Workflow>> TENANTS = tenants();
    private static final SortedMap<String, Recording> EXTRACTED = new TreeMap<>();

    private static SortedMap<String, List<Example.Workflow>> tenants() {
        SortedMap<String, List<Example.Workflow>> tenants = new TreeMap<>();
        Example.truth().forEach(w -> tenants.computeIfAbsent(w.tenant(), k -> new ArrayList<>()).add(w));
        return tenants;
    }

    private static Recording extract(String tenant) {
        return EXTRACTED.computeIfAbsent(tenant, name -> Extraction.extract(Example.INDEX, Scope.tenant(name), Scope.Hints.NONE));
    }

    private static long failures(String tenant) {
        return TENANTS.get(tenant).stream().mapToLong(w -> w.failures().size()).sum();
    }

    @Test
    void tenant_sealsOneInvariantForEachFailureOfEachWorkflow_allViolated() {
        assertThat(TENANTS.keySet().stream().filter(tenant -> failures(tenant) > 1)).isNotEmpty();
        for (String tenant : TENANTS.keySet()) {
            Recording recording = extract(tenant);
            assertThat(recording.invariants()).as(tenant).hasSize((int) failures(tenant));
            assertThat(recording.invariants()).extracting(Invariant::name).doesNotHaveDuplicates();
            assertThat(recording.invariants()).as(tenant).noneMatch(invariant -> Cel.holds(invariant, recording));
            assertThat(recording.invariants()).extracting(Invariant::component).allMatch(c -> c.equals("close-invoice") || c.equals(
                    "publish-ledger-entry"));
        }
    }

    @Test
    void invariant_ofOneWorkflow_isJudgedByThatWorkflowAlone() {
        String tenant = TENANTS.keySet().stream().filter(t -> failures(t) > 1).findFirst().orElseThrow();
        List<Invariant> sealed = extract(tenant).invariants();
        for (Example.Workflow workflow : TENANTS.get(tenant)) {
            Recording alone = Extraction.extract(Example.INDEX, Scope.correlation(workflow.correlationId()), Scope.Hints.NONE);
            List<Invariant> its = sealed.stream().filter(i -> i.expression().contains(workflow.correlationId())).toList();
            assertThat(its).as(workflow.toString()).hasSameSizeAs(workflow.failures());
            assertThat(sealed.stream().filter(i -> !Cel.holds(i, alone)).toList()).as(workflow.toString()).isEqualTo(its);
        }
    }

    @Test
    void names_holdNoIds() {
        for (String tenant : TENANTS.keySet()) {
            assertThat(extract(tenant).invariants()).allMatch(i -> i.name().matches(".* \\(workflow \\d+\\)"));
        }
    }
}
