package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Five calls that are out at once can come back in each of the 120 orders, and each order plays the same way again. */
class PythonOrdersTest {

    private static final String HANDLER = "cases/five.handler";
    private static final Guest.Clock CLOCK = new Guest.Clock(0, Play.EPOCH_NANOS, 0);
    private static final Guest.Entropy ENTROPY = new Guest.Entropy(1, 1);

    static Stream<Arguments> ways() {
        return PythonBench.versions("gather\nthreads\npool");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void fiveCalls_everyOrder_isReachedAndRepeats(String python, String how) {
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), PythonBench.options(python, HANDLER));
                Guest one = sandbox.open(HANDLER, 0);
                Guest other = sandbox.open(HANDLER, 0)) {
            one.start(CLOCK, ENTROPY);
            other.start(CLOCK, ENTROPY);
            List<List<Integer>> orders = orders(List.of(0, 1, 2, 3, 4)).toList();

            assertThat(orders).hasSize(120).allSatisfy(order -> {
                List<Guest.Yield> yields = play(one, how, order);
                assertThat(returned(yields)).isEqualTo(order.toString());
                assertThat(play(other, how, order)).isEqualTo(yields);
            });
        }
    }

    /** Invokes, answers the five calls in the given order, and returns what was yielded after each. */
    private static List<Guest.Yield> play(Guest guest, String how, List<Integer> order) {
        List<Guest.Yield> yields = new ArrayList<>();
        yields.add(guest.invoke(CLOCK, ENTROPY, new Guest.Invoke("id", "{\"how\":\"" + how + "\"}", 60_000, "arn", "")));
        List<Integer> calls = steps(yields).filter(Step.Call.class::isInstance).map(step -> ((Step.Call) step).id()).toList();
        assertThat(calls).as("calls out at once").hasSize(5);
        order.forEach(number -> yields.add(guest.resume(CLOCK, Answers.json(calls.get(number), 200, "{}"))));
        return yields;
    }

    private static Stream<Step> steps(List<Guest.Yield> yields) {
        return yields.stream().flatMap(yield -> yield.steps().stream());
    }

    private static String returned(List<Guest.Yield> yields) {
        return steps(yields).filter(Step.Returned.class::isInstance).map(step -> ((Step.Returned) step).json()).findFirst()
                .orElse("nothing: " + yields);
    }

    private static Stream<List<Integer>> orders(List<Integer> numbers) {
        if (numbers.isEmpty()) {
            return Stream.of(List.of());
        }
        return numbers.stream().flatMap(first -> orders(numbers.stream().filter(n -> !n.equals(first)).toList())
                .map(rest -> Stream.concat(Stream.of(first), rest.stream()).toList()));
    }
}
