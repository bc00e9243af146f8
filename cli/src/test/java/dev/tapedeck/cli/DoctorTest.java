package dev.tapedeck.cli;

import dev.tapedeck.recording.Json;
import dev.tapedeck.sandbox.Condition;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What the doctor says of this machine, and of others that are made up. */
class DoctorTest {

    private static final List<String> NAMES = List.of("Java", "start-up cache", "HOME", "clock", "signing key", "trust", "npm", "Node",
            "Python",
            "bubblewrap", "setpriv", "user namespaces", "system calls", "fence", "limits", "state directory", "disk");

    @Test
    void doctor_here_saysOfEachThingHowItStands() {
        StringWriter out = new StringWriter();
        int exit = Tapedeck.run(new PrintWriter(out), new PrintWriter(new StringWriter()), "doctor", "--json");
        JsonNode told = Json.parse(out.toString());

        assertThat(told.path("conditions")).extracting(condition -> condition.path("name").asString("")).isEqualTo(NAMES);
        boolean lacking = told.path("conditions").valueStream()
                .anyMatch(condition -> condition.path("state").asString("").equals("lacking"));
        assertThat(told.path("ready").asBoolean(false)).isEqualTo(!lacking);
        assertThat(exit).isEqualTo(lacking ? 3 : 0);
        assertThat(told.path("conditions")).allSatisfy(condition -> assertThat(condition.path("fix").asString("").isEmpty())
                .isEqualTo(condition.path("state").asString("").equals("good")));
    }

    @Test
    void conditions_withoutHomeAndCache_sayWhatToDo() {
        List<Condition> all = new Household(Map.of("PATH", "/nowhere"), List.of(), "").conditions();

        assertThat(all).filteredOn(condition -> List.of("start-up cache", "HOME", "npm").contains(condition.name()))
                .allSatisfy(condition -> assertThat(condition.state()).isEqualTo(Condition.State.NOTE)).extracting(Condition::fix)
                .containsExactly("start it by `./tapedeck`; if it still is not: rm -r .tapedeck/builds, and start again",
                        "set HOME, or XDG_CONFIG_HOME; in CI name signers with --trust", "apt-get install npm");
    }

    @Test
    void conditions_withACache_nameIt() {
        List<Condition> all = new Household(Map.of(), List.of("-XX:AOTCache=/build/tapedeck.aot"), "").conditions();

        assertThat(all).contains(Condition.good("start-up cache", "`/build/tapedeck.aot`"));
    }
}
