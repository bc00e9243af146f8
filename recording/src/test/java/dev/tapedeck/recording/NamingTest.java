package dev.tapedeck.recording;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Names are a contract between what capture wrote and what a replay does: these vectors must never change. */
class NamingTest {

    private final Name request = Naming.root("http", "4e5a70bb-dde8-4869-bed7-4fcac845a5e5");
    private final Name delivery = Naming.delivery(request, "submit-invoice", 1);
    private final Name invocation = Naming.invocation("submit-invoice", List.of(delivery));

    @Test
    void names_ofFixedCauses_areTheFrozenOnes() {
        assertThat(request).hasToString("9eb9e92bf484fee3716875438b6c585f");
        assertThat(delivery).hasToString("05dd19bb8f2c4d70e0913b4a458a56d7");
        assertThat(invocation).hasToString("b652764cdb5d3b8d74dc3c8449c4fddb");
        assertThat(Naming.call(invocation, "billing", "PutEvents", 0)).hasToString("06198dac7dd8a80646e9c56144c5b0fd");
    }

    @Test
    void invocation_deliveriesInAnyOrder_hasOneName() {
        Name other = Naming.delivery(request, "submit-invoice", 2);
        assertThat(Naming.invocation("f", List.of(delivery, other))).isEqualTo(Naming.invocation("f", List.of(other, delivery)));
    }

    @Test
    void names_whoseFieldsRunTogether_differ() {
        assertThat(Naming.root("ab", "c")).isNotEqualTo(Naming.root("a", "bc"));
    }

    @Test
    void names_ofDifferentKinds_differ() {
        assertThat(Naming.message(delivery, 1, 0)).isNotEqualTo(Naming.message(delivery, 1, 1))
                .isNotEqualTo(Naming.message(delivery, 2, 0));
        assertThat(Naming.forwarded(delivery, "q")).isNotEqualTo(Naming.derived(delivery, "q"));
    }

    @Test
    void parse_ofItsOwnText_isTheSameName() {
        assertThat(Name.parse(invocation.toString())).isEqualTo(invocation);
        assertThat(invocation.brief()).hasSize(8);
    }

    @Test
    void parse_ofSomethingElse_saysWhatANameIs() {
        assertThatThrownBy(() -> Name.parse("abc")).hasMessageContaining("32 hexadecimal digits");
    }
}
