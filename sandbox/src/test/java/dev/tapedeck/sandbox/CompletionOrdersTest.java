package dev.tapedeck.sandbox;

import dev.tapedeck.mesh.Guest;
import dev.tapedeck.mesh.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Five calls that are out at once: whoever schedules can have them answered in each of the 120 orders, and gets the same again for the same order. */
class CompletionOrdersTest {

    private static final String HANDLER = "corpus/parallel";
    private static final int CALLS = 5;

    @Test
    void resume_everyOrderOfFive_isReachableAndReproducible() {
        try (Sandbox sandbox = Sandbox.open(TestBench.fence(), TestBench.options(HANDLER))) {
            SortedMap<List<Integer>, String> first = results(sandbox);
            SortedMap<List<Integer>, String> again = results(sandbox);

            assertThat(first).hasSize(120);
            first.forEach((order, result) -> assertThat(result).as("schedule %s", order).startsWith("\"" + named(order) + "\""));
            assertThat(again).isEqualTo(first);
        }
    }

    private static String named(List<Integer> order) {
        StringBuilder names = new StringBuilder();
        order.forEach(call -> names.append((char) ('a' + call)));
        return names.toString();
    }

    /** By schedule, what a guest returned and all that it yielded. */
    private static SortedMap<List<Integer>, String> results(Sandbox sandbox) {
        SortedMap<List<Integer>, String> results = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        Guest guest = sandbox.open(HANDLER, 0);
        guest.start(clock(), new Guest.Entropy(1, 1));
        for (List<Integer> order : orders(List.of(0, 1, 2, 3, 4))) {
            results.put(order, played(guest, order));
        }
        guest.close();
        return results;
    }

    private static String played(Guest guest, List<Integer> order) {
        Guest.Yield called = guest.invoke(clock(), new Guest.Entropy(1, 2), new Guest.Invoke("id", "{}", 60_000, "arn", ""));
        List<Integer> ids = called.steps().stream().map(step -> ((Step.Call) step).id()).toList();
        assertThat(ids).hasSize(CALLS);
        StringBuilder transcript = new StringBuilder();
        String result = "";
        for (int call : order) {
            Guest.Yield yield = guest.resume(clock(), Answers.json(ids.get(call), 200, "{}"));
            transcript.append(yield);
            for (Step step : yield.steps()) {
                result = step instanceof Step.Returned(String json) ? json : result;
            }
        }
        return result + transcript;
    }

    private static Guest.Clock clock() {
        return new Guest.Clock(0, Play.EPOCH_NANOS, 0);
    }

    private static List<List<Integer>> orders(List<Integer> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Integer>> orders = new ArrayList<>();
        for (Integer first : items) {
            for (List<Integer> rest : orders(items.stream().filter(item -> !item.equals(first)).toList())) {
                List<Integer> order = new ArrayList<>(List.of(first));
                order.addAll(rest);
                orders.add(order);
            }
        }
        return orders;
    }
}
