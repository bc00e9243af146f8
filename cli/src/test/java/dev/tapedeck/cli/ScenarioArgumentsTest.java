package dev.tapedeck.cli;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** What was asked for is asked for again, all of it. */
class ScenarioArgumentsTest {

    private static ScenarioArguments typed(String... args) {
        return CommandLine.populateCommand(new ScenarioArguments(), args);
    }

    @Test
    void typed_keepsEverything_andQuotesWhatAShellWouldTakeApart() {
        String all = " --blueprint system.yaml --code f=app#f.handler --env 'A=b c' --runtime nodejs22.x --component t=recorded --variant f=fixed"
                + " --exchange d4,d5 --cold-start none --memory f=512 --synthesise --random-order --seed 3";
        assertThat(typed("--blueprint", "system.yaml", "--code", "f=app#f.handler", "--env", "A=b c", "--runtime", "nodejs22.x",
                "--component",
                "t=recorded", "--variant", "f=fixed", "--exchange", "d4,d5", "--cold-start", "none", "--memory", "f=512", "--synthesise",
                "--random-order", "--seed", "3").typed()).isEqualTo(all);
        assertThat(typed().typed()).isEmpty();
    }

    @Test
    void inAnotherOrder_isOneThatWasNotTried() {
        assertThat(typed().inAnotherOrder()).isEqualTo(" --random-order --seed 1");
        assertThat(typed("--seed", "7").inAnotherOrder()).isEqualTo(" --random-order --seed 7");
        assertThat(typed("--random-order").inAnotherOrder()).isEqualTo(" --random-order --seed 1");
        assertThat(typed("--variant", "f=fixed", "--random-order", "--seed", "7").inAnotherOrder())
                .isEqualTo(" --variant f=fixed --random-order --seed 8");
    }

    @Test
    void with_makesReal_whatWasAskedForAsRecorded() {
        assertThat(typed("--component", "f=recorded", "--component", "t=recorded").with("f"))
                .isEqualTo(" --component t=recorded --code f=DIR#file.handler");
    }

    @Test
    void exchanges_whicheverComesFirst() {
        assertThat(typed("--exchange", "d5,d4").exchanges("d4,d5")).isTrue();
        assertThat(typed("--exchange", "d5,d4").exchanges("d4,d6")).isFalse();
    }
}
