package dev.tapedeck.mesh;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** The simulated table beside Amazon's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TableParityTest {

    private DynamoDbLocal local;

    @BeforeAll
    void start() throws Exception {
        local = new DynamoDbLocal();
    }

    @AfterAll
    void stop() throws Exception {
        local.stop();
    }

    @Nested
    class Contract extends TableContract {
        @Override
        Answers emptyTable() {
            return local.empty();
        }
    }
}
