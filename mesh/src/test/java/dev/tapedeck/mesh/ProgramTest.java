package dev.tapedeck.mesh;

import dev.tapedeck.recording.Call;
import dev.tapedeck.recording.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static dev.tapedeck.mesh.Scene.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

/** Dependencies that a program stands for. */
class ProgramTest {

    /** Counts postings and tells how many there were, with what body. */
    private static FakeGuest.Code ledger(List<String> posted, long takesMillis) {
        return (io, invoke) -> {
            var request = Json.parse(invoke.event());
            posted.add(request.path("method").asString() + " " + request.path("path").asString() + " " + request.path("body").asString());
            Runnable answer = () -> io.returns("{\"statusCode\":201,\"headers\":{\"X-Count\":\"" + posted.size() + "\"},\"body\":\"ok\"}");
            if (takesMillis == 0) {
                answer.run();
            } else {
                io.sleep(takesMillis * MILLI, answer);
            }
        };
    }

    private static Scene scene(FakeGuest.Code caller, FakeGuest.Code ledger) {
        return new Scene().function("f", caller).program("ledger", "ledger.example:8080", ledger).route("r").subscribe("r", "f");
    }

    @Test
    void program_called_keepsItsStateForTheWholeRun() {
        List<String> posted = new ArrayList<>();
        Scene scene = scene(Codes.calling(Scene.post("ledger.example:8080", "/entries", "{\"n\":1}")), ledger(posted, 0))
                .root("r", "1", 0, "GET /", "").root("r", "2", 100, "GET /", "");
        Run run = scene.run();

        assertThat(posted).containsExactly("POST /entries {\"n\":1}", "POST /entries {\"n\":1}");
        assertThat(run.recording().calls()).allSatisfy(call -> assertThat(call.target()).isEqualTo("ledger"));
        assertThat(run.recording().calls().getLast().answer()).isInstanceOfSatisfying(Call.Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(201);
            assertThat(answered.headers().path("x-count").asString()).isEqualTo("2");
            assertThat(answered.body().value().asString()).isEqualTo("ok");
        });
        assertThat(scene.opened).hasSize(2);
        assertThat(run.recording().invocations()).hasSize(2);
    }

    @Test
    void program_slow_answersWhenItIsDoneAndServesOneAfterAnother() {
        List<String> posted = new ArrayList<>();
        Run run = scene((io, invoke) -> {
            int[] open = {2};
            for (int i = 0; i < 2; i++) {
                io.call(Scene.post("ledger.example:8080", "/entries", "{}"), answer -> {
                    if (--open[0] == 0) {
                        io.returns("null");
                    }
                });
            }
        }, ledger(posted, 50)).root("r", "1", 0, "GET /", "").run();

        assertThat(run.recording().calls()).extracting(c -> c.end().nanosSince(c.start()) / MILLI).containsExactly(51L, 101L);
    }

    @Test
    void program_postsAndItsAnswerIsWithheld_theRetryPostsTwice() {
        List<String> posted = new ArrayList<>();
        FakeGuest.Code retrying = (io, invoke) -> {
            int id = io.call(Scene.post("ledger.example:8080", "/entries", "{}"), answer -> io.raises("Error", "unexpected"));
            io.sleep(200 * MILLI, () -> {
                io.abandon(id);
                io.call(Scene.post("ledger.example:8080", "/entries", "{}"), answer -> io.returns("null"));
            });
        };
        Run run = scene(retrying, ledger(posted, 0)).direct(system -> new PlainDirection(system, MILLI) {
            @Override
            public Placement place(Emission emission) {
                Placement by = super.place(emission);
                return emission.ordinal() > 1 ? by : new Placement(by.name(), 1, by.serving(), 0, by.effectNanos(), Placement.WITHHELD);
            }
        }).root("r", "1", 0, "GET /", "").run();

        assertThat(posted).hasSize(2);
        assertThat(run.recording().calls()).extracting(c -> c.effect().evidence()).containsExactly(Call.Evidence.SERVER,
                Call.Evidence.ANSWERED);
    }

    @Test
    void program_throws_stopsTheRun() {
        Run run = scene(Codes.calling(Scene.post("ledger.example:8080", "/x", "{}")), (io, invoke) -> io.raises("TypeError", "oops"))
                .root("r", "1", 0, "GET /", "").run();

        assertThat(run.ending()).isEqualTo(new Run.Stopped("the program of `ledger` failed: TypeError: oops"));
    }

    @Test
    void dependency_withoutAProgram_stopsWhenNobodyElseAnswers() {
        Run run = new Scene().function("f", Codes.calling(Scene.post("mail.example", "/send", "{}"))).dependency("mail", "mail.example")
                .route("r").subscribe("r", "f").root("r", "1", 0, "GET /", "").run();

        assertThat(run.ending()).isInstanceOfSatisfying(Run.Stopped.class, stopped -> assertThat(stopped.reason()).contains("`mail`"));
    }
}
