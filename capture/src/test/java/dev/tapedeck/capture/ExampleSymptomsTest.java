package dev.tapedeck.capture;

import dev.tapedeck.capture.SymptomReport.Affected;
import dev.tapedeck.capture.SymptomReport.Finding;
import dev.tapedeck.capture.SymptomReport.FindingKind;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

/** Symptoms of the example's recording, judged by how its workflows truly ended. */
class ExampleSymptomsTest {

    private static final SymptomReport REPORT = Symptoms.of(Example.INDEX);

    private static SortedSet<String> listed(FindingKind... kinds) {
        return REPORT.findings().stream().filter(f -> java.util.List.of(kinds).contains(f.kind())).map(Finding::workflows)
                .flatMap(java.util.List::stream).map(Affected::correlationId).collect(toCollection(TreeSet::new));
    }

    private static SortedSet<String> truly(String failure) {
        return Example.truth().stream().filter(w -> w.failures().contains(failure)).map(Example.Workflow::correlationId)
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void findings_listEveryLostUpdateAndNothingElse() {
        assertThat(listed(FindingKind.MISSING_STEP, FindingKind.END_STATE)).isEqualTo(truly("lost-update")).isNotEmpty();
    }

    @Test
    void findings_listEveryDoublePostingAndNothingElse() {
        assertThat(listed(FindingKind.DONE_TWICE)).isEqualTo(truly("double-posting")).isNotEmpty();
    }

    @Test
    void findings_areOfNoOtherKind() {
        assertThat(listed(FindingKind.UNHANDLED_FAILURE, FindingKind.LOST_CONTEXT)).isEmpty();
    }
}
