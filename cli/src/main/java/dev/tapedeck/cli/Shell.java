package dev.tapedeck.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands as one can paste them: words quoted where a shell would take them apart, Tapedeck by the name it was called by. */
final class Shell {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@,+#-]+");
    private static final Pattern COMMAND = Pattern.compile("(^|`|&& )tapedeck (?=[a-z])");

    private Shell() {}

    static String word(Path path) {
        return word(path.toString());
    }

    static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** {@code tapedeck inspect X} as this user has to type it: the launcher says how it was started. */
    static String typed(String text) {
        String name = Optional.ofNullable(System.getenv("TAPEDECK_COMMAND")).filter(set -> !set.isBlank()).orElse("tapedeck");
        return COMMAND.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(word(name)) + " ");
    }
}
