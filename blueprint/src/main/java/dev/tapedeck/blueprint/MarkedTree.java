package dev.tapedeck.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A YAML file as a JSON tree, with the place of every value, and the problems met on the way.
 *
 * @param places by path, whose parts are keys and indexes
 */
record MarkedTree(String file, JsonNode root, Map<List<String>, Place> places, List<Problem> problems) {

    /** @param keyLine of the key before the value, where it has one, from 1 */
    record Place(int keyLine, int keyColumn, int line, int column) {}

    static MarkedTree of(String file, JsonNode root) {
        return new MarkedTree(file, root, new TreeMap<>(MarkedTree::compare), new ArrayList<>());
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int byPart = one.get(i).compareTo(other.get(i));
            if (byPart != 0) {
                return byPart;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    /** A problem with the value at {@code path}, or where there is none with the nearest that holds it. */
    Problem problem(List<String> path, String sentence, String hint) {
        Place place = nearest(path);
        return new Problem(file, place.line, place.column, text(path), sentence, hint);
    }

    /** A problem with a key. */
    Problem keyProblem(List<String> path, String sentence, String hint) {
        Place place = nearest(path);
        return new Problem(file, place.keyLine, place.keyColumn, text(path), sentence, hint);
    }

    private Place nearest(List<String> path) {
        for (int size = path.size(); size >= 0; size--) {
            Place place = places.get(path.subList(0, size));
            if (place != null) {
                return place;
            }
        }
        return new Place(1, 1, 1, 1);
    }

    static String text(List<String> path) {
        StringBuilder text = new StringBuilder();
        for (String part : path) {
            boolean index = !part.isEmpty() && part.chars().allMatch(Character::isDigit);
            text.append(index ? "[" + part + "]" : (text.isEmpty() ? "" : ".") + part);
        }
        return text.toString();
    }
}
