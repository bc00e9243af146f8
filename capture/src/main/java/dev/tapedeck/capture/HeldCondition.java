package dev.tapedeck.capture;

import dev.tapedeck.capture.ItemAccess.Observation;
import dev.tapedeck.capture.ItemAccess.Source;
import dev.tapedeck.recording.Json;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a condition says of an item by having held: {@code attribute_not_exists(pk)} that there was none, {@code #status = :open} what one attribute
 * was. Only conjunctions of such clauses say anything; with {@code OR} or {@code NOT} among them nothing is concluded.
 */
final class HeldCondition {

    private static final Pattern CLAUSE_END = Pattern.compile("(?i)\\s+AND\\s+");
    private static final Pattern UNCLEAR = Pattern.compile("(?i).*\\b(OR|NOT|BETWEEN)\\b.*", Pattern.DOTALL);
    private static final Pattern EXISTENCE = Pattern.compile("(?i)(attribute_exists|attribute_not_exists)\\s*\\(\\s*([#\\w.-]+)\\s*\\)");
    private static final Pattern EQUALITY = Pattern.compile("([#\\w.-]+)\\s*=\\s*(:\\w+)|(:\\w+)\\s*=\\s*([#\\w.-]+)");

    private HeldCondition() {}

    /** @return null where nothing follows */
    static @Nullable Observation of(JsonNode request, ObjectNode key) {
        String condition = request.path("ConditionExpression").asString("");
        if (condition.isEmpty() || UNCLEAR.matcher(condition).matches()) {
            return null;
        }
        ObjectNode known = Json.object();
        boolean present = false;
        for (String clause : CLAUSE_END.split(stripped(condition))) {
            String bare = stripped(clause);
            Matcher existence = EXISTENCE.matcher(bare);
            Matcher equality = EQUALITY.matcher(bare);
            if (existence.matches()) {
                boolean ofKey = key.has(named(existence.group(2), request));
                boolean exists = existence.group(1).toLowerCase(Locale.ROOT).equals("attribute_exists");
                if (ofKey && !exists) {
                    return new Observation(null, true, Source.CONDITION);
                }
                present |= exists;
            } else if (equality.matches()) {
                String path = equality.group(1) != null ? equality.group(1) : equality.group(4);
                String value = equality.group(2) != null ? equality.group(2) : equality.group(3);
                JsonNode compared = request.path("ExpressionAttributeValues").get(value);
                if (!path.contains(".") && compared != null) {
                    known.set(named(path, request), compared);
                    present = true;
                }
            }
        }
        return present ? new Observation(known, false, Source.CONDITION) : null;
    }

    private static String named(String path, JsonNode request) {
        return path.startsWith("#") ? request.path("ExpressionAttributeNames").path(path).asString(path) : path;
    }

    /** Without white space and without brackets round the whole. */
    private static String stripped(String text) {
        String bare = text.strip();
        while (bare.startsWith("(") && bare.endsWith(")") && bare.indexOf(')') == bare.length() - 1) {
            bare = bare.substring(1, bare.length() - 1).strip();
        }
        return bare;
    }
}
