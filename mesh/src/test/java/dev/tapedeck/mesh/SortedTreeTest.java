package dev.tapedeck.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SortedTreeTest {

    @Test
    void random_changes_areThoseOfATreeMap() {
        SplittableRandom random = new SplittableRandom(3);
        TreeMap<Integer, String> expected = new TreeMap<>();
        SortedTree<Integer, String> tree = SortedTree.empty();
        for (int i = 0; i < 5_000; i++) {
            int key = random.nextInt(400);
            if (random.nextInt(3) == 0) {
                expected.remove(key);
                tree = tree.remove(key);
            } else {
                expected.put(key, "v" + i);
                tree = tree.put(key, "v" + i);
            }
            assertThat(tree.size()).isEqualTo(expected.size());
            assertThat(tree.get(key).orElse(null)).isEqualTo(expected.get(key));
        }
        assertThat(tree.values()).containsExactlyElementsOf(expected.values());
    }

    @Test
    void entries_fromAnyKeyInBothDirections_areThoseOfATreeMap() {
        TreeMap<Integer, String> expected = new TreeMap<>();
        SortedTree<Integer, String> tree = SortedTree.empty();
        for (int key = 0; key < 100; key += 2) {
            expected.put(key, "v" + key);
            tree = tree.put(key, "v" + key);
        }
        for (int from = -1; from <= 101; from++) {
            for (boolean inclusive : List.of(true, false)) {
                assertThat(keys(tree, from, inclusive, true)).isEqualTo(keys(expected.tailMap(from, inclusive)));
                assertThat(keys(tree, from, inclusive, false)).isEqualTo(keys(expected.headMap(from, inclusive).descendingMap()));
            }
        }
    }

    @Test
    void older_trees_stayAsTheyWere() {
        SortedTree<Integer, String> one = SortedTree.<Integer, String>empty().put(1, "a").put(2, "b");
        SortedTree<Integer, String> two = one.put(1, "c").remove(2).put(3, "d");

        assertThat(one.values()).containsExactly("a", "b");
        assertThat(two.values()).containsExactly("c", "d");
        assertThat(two.remove(9)).isSameAs(two);
    }

    private static List<Integer> keys(SortedTree<Integer, String> tree, int from, boolean inclusive, boolean forward) {
        List<Integer> keys = new ArrayList<>();
        tree.entries(from, inclusive, forward).forEach(entry -> keys.add(entry.key()));
        return keys;
    }

    private static List<Integer> keys(NavigableMap<Integer, String> map) {
        return new ArrayList<>(map.keySet());
    }
}
