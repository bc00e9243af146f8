package dev.tapedeck.sandbox;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One home, whoever asks. */
class UserHomeTest {

    @Test
    void of_variableFirst_thenTheListOfUsers() {
        assertThat(UserHome.of(Map.of("HOME", "/srv/ana"), "/home/ana")).contains(Path.of("/srv/ana"));
        assertThat(UserHome.of(Map.of("HOME", ""), "/home/ana")).contains(Path.of("/home/ana"));
        assertThat(UserHome.of(Map.of("HOME", "here"), "?")).isEmpty();
        assertThat(UserHome.of(Map.of(), "")).isEmpty();
    }
}
